import fc from "fast-check";

/** Who stakes, who is paid rewards: indices into the world's lists. Node indices count all nodes ever added. */
export const STAKERS = 6;
export const RECIPIENTS = 6;

/** A leaf the holder of all node keys signs. Nodes are named by index; `recipient` may be a contract of the system. */
export type LeafPlan =
  | { readonly leaf: "reward"; readonly recipient: number; readonly lifetime: bigint }
  | { readonly leaf: "exit" | "liquidation"; readonly node: number; readonly lock: LockPlan };
/** Seconds from now; `forever` is the largest number a leaf can hold. */
export type LockPlan = bigint | "forever";

/** One call, or one step of time. Indices are taken modulo what there is, so that every plan is possible. */
export type Action =
  | { readonly do: "pass"; readonly seconds: bigint }
  | { readonly do: "register"; readonly key: number; readonly shares: readonly { staker: number; weight: number }[] }
  | { readonly do: "certify"; readonly leaves: readonly LeafPlan[]; readonly skip: bigint; readonly ahead: bigint }
  | { readonly do: "claim"; readonly tree: number; readonly leaf: number; readonly amount: bigint }
  | { readonly do: "leave"; readonly tree: number; readonly leaf: number }
  | { readonly do: "forge"; readonly tree: number; readonly leaf: number; readonly node: number }
  | { readonly do: "request"; readonly node: number; readonly staker: number }
  | { readonly do: "escape" | "withdraw"; readonly node: number }
  | { readonly do: "fund"; readonly amount: bigint }
  | { readonly do: "payout" | "compact" | "pause" | "unpause" }
  | { readonly do: "revoke"; readonly tree: number }
  | { readonly do: "setRatios"; readonly liquidator: bigint; readonly pool: bigint }
  | { readonly do: "setRequirement"; readonly sesh: bigint }
  | { readonly do: "setCap"; readonly sesh: bigint };

const SESH = 1_000_000_000n;
const HOUR = 3_600n;
const DAY = 24n * HOUR;

const index = fc.nat({ max: 40 });
/** 0 is the newest. */
const tree = fc.nat({ max: 2 });
const lock: fc.Arbitrary<LockPlan> = fc.oneof(
  fc.constantFrom<LockPlan>(0n, 1n, HOUR, 2n * DAY, 29n * DAY, 30n * DAY, 31n * DAY, 400n * DAY, "forever"),
  fc.bigInt({ min: 0n, max: 60n * DAY }),
);
const lifetime = fc.oneof(
  fc.constantFrom(0n, 1n, 100n * SESH, 200_000n * SESH, 300_000n * SESH, 2n ** 64n, 2n ** 128n, 2n ** 256n - 1n),
  fc.bigInt({ min: 0n, max: 1_000_000n * SESH }),
);
const leaf: fc.Arbitrary<LeafPlan> = fc.oneof(
  fc.record({ leaf: fc.constant("reward" as const), recipient: fc.nat({ max: RECIPIENTS + 4 }), lifetime }),
  fc.record({ leaf: fc.constantFrom("exit" as const, "liquidation" as const), node: index, lock }),
);
const share = fc.record({ staker: fc.nat({ max: STAKERS - 1 }), weight: fc.integer({ min: 1, max: 100 }) });
const amount = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 256n - 1n), fc.bigInt({ min: 1n, max: 300_000n * SESH }));
const seconds = fc.oneof(
  fc.constantFrom(1n, 12n * HOUR, DAY, 14n * DAY, 30n * DAY, 31n * DAY),
  fc.bigInt({ min: 2n * HOUR, max: 3n * DAY }),
);

/** Weighted so that nodes come and go: what the holder of the keys can sign, and what everybody may call. */
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("register" as const),
      key: fc.nat({ max: 11 }),
      shares: fc.uniqueArray(share, { minLength: 1, maxLength: 4, selector: ({ staker }) => staker }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("certify" as const),
      leaves: fc.array(leaf, { minLength: 0, maxLength: 8, size: "max" }),
      skip: fc.constantFrom(1n, 1n, 1n, 1n, 1n, 1n, 5n, 1_000_000n, 2n ** 64n),
      ahead: fc.constantFrom(0n, 0n, 0n, 0n, 0n, 299n, 300n, 301n),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("claim" as const), tree, leaf: index, amount }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("leave" as const), tree, leaf: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("forge" as const), tree, leaf: index, node: index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("request" as const), node: index, staker: index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("escape" as const, "withdraw" as const), node: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fund" as const), amount: fc.bigInt(1n, 400_000n * SESH) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("payout" as const, "compact" as const, "pause" as const, "unpause" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const), tree }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("setRatios" as const),
      liquidator: fc.bigInt(0n, 120n),
      pool: fc.bigInt(0n, 120n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("setRequirement" as const), sesh: fc.bigInt(90n, 60_000n) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("setCap" as const), sesh: fc.bigInt(40_000n, 2_000_000n) }) },
);

/** Sequences of up to `most` actions, at least half of that. */
export const sequences = (most: number): fc.Arbitrary<Action[]> =>
  fc.array(anyAction, { minLength: Math.floor(most / 2), maxLength: most, size: "max" });
