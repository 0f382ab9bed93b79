import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { transitionCode } from "../../test/transitionCode.ts";
import { ClaimKind } from "../claims/claimKind.ts";
import { ChainBuilder, type NextBlock, SESH, soloContributor, testHash } from "../testing/chainBuilder.ts";
import { nodeKeys, type RegistrationParameters, signedRegistration, testAddress } from "../testing/nodeKeys.ts";
import type { L2Event } from "../types/l2Event.ts";
import { checkReady } from "./applyReady.ts";

const REQUIREMENT = 25_000n * SESH;

function newChain(nodes = 3): ChainBuilder {
  const chain = new ChainBuilder(blstBls, { nodes, rewardRate: 120n * SESH });
  chain.next({ l2Number: 101, rewardRate: 120n * SESH, poolReleased: 10n ** 6n * SESH });
  return chain;
}

/** The next block with these events, one L2 block on. */
function withEvents(chain: ChainBuilder, ...events: readonly Pick<L2Event, "kind" | "data">[]): NextBlock {
  const l2Number = chain.state.l2Number + 1;
  return {
    l2Number,
    events: events.map(
      (event, logIndex) => ({ l2Number, logIndex, txHash: testHash(`tx ${logIndex}`), ...event }) as L2Event,
    ),
  };
}

function registration(chain: ChainBuilder, id: number, change: Partial<RegistrationParameters> = {}) {
  const { chainId, contracts } = chain.genesis;
  const keys = nodeKeys(blstBls, id);
  const contributors = [soloContributor(`operator ${id}`, REQUIREMENT)];
  const contract = contracts.serviceNodeRewards;
  return signedRegistration({ id, keys, chainId, contract, contributors, ...change });
}
const register = (data: ReturnType<typeof registration>) => ({ kind: "NewServiceNode", data }) as const;
const requestExit = (id: number) =>
  ({ kind: "ServiceNodeExitRequest", data: { id, initiator: testAddress("x") } }) as const;
const exit = (id: number) =>
  ({ kind: "ServiceNodeExit", data: { id, returned: REQUIREMENT, lockedUntil: 0 } }) as const;
const liquidate = (id: number) =>
  ({ kind: "ServiceNodeLiquidated", data: { id, liquidator: testAddress("x"), penalty: 1n, lockedUntil: 9 } }) as const;

test("must-not-repeat §5.10: a new node is joining, validates one block after its ready record, and is paid later", () => {
  const chain = newChain();
  const { outcomes, changes, state } = chain.next(withEvents(chain, register(registration(chain, 256))));
  expect(outcomes.map(({ result, node }) => `${result} ${node}`)).toEqual(["applied 256"]);
  expect(changes).toEqual([{ type: "node-joining", node: 256 }]);
  expect(state.node(256)).toMatchObject({ status: "joining", payable: false, payableAt: state.time + 10 });
  expect(state.validators().map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(state.attesters().map(({ id }) => id)).toEqual([1, 2, 3, 256]);
  const activated = chain.next({ ready: [chain.ready(256)] });
  expect(activated.changes).toEqual([{ type: "node-active", node: 256 }]);
  // In the block with the record it is no validator yet; of the next height it is.
  expect(activated.state.validatorsAt(activated.state.height)?.length).toBe(3);
  expect(activated.state.validators().map(({ id }) => id)).toEqual([1, 2, 3, 256]);
  while (chain.state.time + 2 < state.time + 10) expect(chain.next().changes).toEqual([]);
  const before = chain.state.lifetimeRewards(testAddress("operator 256"));
  expect(before).toBe(0n);
  expect(chain.next().changes).toEqual([{ type: "node-payable", node: 256 }]);
  // Must-not-repeat §3.17: paid from the block on in which it is payable, an equal share of 2 SESH.
  expect(chain.state.lifetimeRewards(testAddress("operator 256"))).toBe((2n * SESH * 10n ** 9n) / 4n);
});

test("without its record before the initial credit ends, a joining node is decommissioned", () => {
  const chain = newChain(1);
  chain.next(withEvents(chain, register(registration(chain, 256))));
  const { initialCreditSec } = chain.context.preset;
  const end = chain.state.time + initialCreditSec;
  while (chain.state.time + 12 < end) chain.next({ time: chain.state.time + 12 });
  expect(chain.state.node(256)?.status).toBe("joining");
  const { changes } = chain.next({ time: end });
  expect(changes).toEqual([{ type: "node-decommissioned", node: 256, reason: "not-ready" }]);
  expect(chain.state.creditSec(256)).toBe(0);
  expect(transitionCode(() => chain.next({ ready: [chain.ready(256)] }))).toBe("READY_NOT_JOINING");
  expect(chain.state.attesters().map(({ id }) => id)).toEqual([1, 256]);
});

test("a stall doesn't use up a joining node's time", () => {
  const chain = newChain(1);
  chain.next(withEvents(chain, register(registration(chain, 256))));
  chain.next({ time: chain.state.time + 100_000 });
  expect(chain.state.node(256)?.status).toBe("joining");
});

test("ready records are fresh, known, signed, once for each node, ascending", () => {
  const chain = newChain();
  const old = { recentHeight: chain.state.height, recentHash: chain.hash };
  chain.next(withEvents(chain, register(registration(chain, 256)), register(registration(chain, 257))));
  const codeOf = (...ready: readonly ReturnType<ChainBuilder["ready"]>[]) =>
    transitionCode(() => {
      const saved = [chain.state, chain.hash] as const;
      chain.next({ ready });
      chain.built.pop();
      [chain.state, chain.hash] = saved;
    });
  expect(codeOf(chain.ready(256), chain.ready(257))).toBe("none");
  expect(codeOf(chain.ready(257), chain.ready(256))).toBe("READY_ORDER");
  expect(codeOf(chain.ready(256), chain.ready(256))).toBe("READY_ORDER");
  expect(codeOf(chain.ready(1))).toBe("READY_NOT_JOINING");
  expect(codeOf(chain.ready(999))).toBe("READY_NOT_JOINING");
  expect(codeOf(chain.ready(256, old))).toBe("READY_TOO_OLD");
  expect(codeOf(chain.ready(256, { recentHash: testHash("x") }))).toBe("READY_UNKNOWN_BLOCK");
  expect(codeOf(chain.ready(256, { recentHeight: chain.state.height + 1 }))).toBe("READY_UNKNOWN_BLOCK");
  expect(codeOf(chain.ready(256, { forkVersion: 0 }))).toBe("READY_FORK_VERSION");
  expect(codeOf({ ...chain.ready(256), forkVersion: 2 })).toBe("READY_SIGNATURE");
  expect(codeOf({ ...chain.ready(257), node: 256 })).toBe("READY_SIGNATURE");
  expect(checkReady(chain.state, chain.hash, chain.ready(256), chain.context)).toBeUndefined();
  const record = chain.ready(256);
  chain.skip(64);
  expect(checkReady(chain.state, chain.hash, record, chain.context)).toBe("READY_UNKNOWN_BLOCK");
});

test("must-not-repeat §3.6: a refused registration says why and becomes a removed node that may exit unlocked", () => {
  const chain = newChain();
  const solo = (amount: bigint) => [soloContributor("operator 256", amount)];
  const quarter = REQUIREMENT / 4n;
  const pool = (operatorStake: bigint) => [
    soloContributor("operator 256", operatorStake),
    soloContributor("b", REQUIREMENT - operatorStake),
  ];
  const keys1 = nodeKeys(blstBls, 1);
  const keys256 = nodeKeys(blstBls, 256);
  const good = registration(chain, 256);
  const crowd = Array.from({ length: 11 }, (_, i) => soloContributor(`${i}`, i === 0 ? REQUIREMENT - 10n : 1n));
  const cases: Record<string, ReturnType<typeof registration>> = {
    none: registration(chain, 256, { contributors: pool(quarter) }),
    FEE_TOO_HIGH: registration(chain, 256, { feeBps: 10_001 }),
    CONTRIBUTORS_OUT_OF_RANGE: registration(chain, 256, { contributors: crowd }),
    OPERATOR_NOT_FIRST: { ...good, operator: testAddress("else") },
    CONTRIBUTOR_STAKE_ZERO: registration(chain, 256, {
      contributors: [...solo(REQUIREMENT), soloContributor("b", 0n)],
    }),
    CONTRIBUTOR_DUPLICATE: registration(chain, 256, { contributors: [...solo(quarter), ...solo(3n * quarter)] }),
    STAKE_MISMATCH: registration(chain, 256, { contributors: solo(REQUIREMENT - 1n) }),
    OPERATOR_STAKE_TOO_LOW: registration(chain, 256, { contributors: pool(quarter - 1n) }),
    BLS_KEY_INVALID: registration(chain, 256, { keys: { ...keys256, blsKey: new Uint8Array(48) } }),
    BLS_KEY_IN_USE: registration(chain, 256, { keys: { ...keys256, blsKey: keys1.blsKey } }),
    ED25519_SIGNATURE_INVALID: { ...good, ed25519Signature: new Uint8Array(64) },
    ED25519_KEY_IN_USE: registration(chain, 256, { keys: { ...keys1, blsKey: keys256.blsKey } }),
  };
  for (const [code, data] of Object.entries(cases)) {
    const { state, hash } = chain;
    const { outcomes, state: after } = chain.next(withEvents(chain, register(data)));
    const [outcome] = outcomes;
    expect(outcome?.result === "rejected" ? outcome.code : "none").toBe(code);
    if (code !== "none") {
      expect(after.node(256)?.removed).toEqual({ reason: "rejected", at: after.time });
      expect(after.attesters()).toHaveLength(4);
      expect(after.claims().proofOf(ClaimKind.exit, 256n)?.value).toBe(0n);
      expect(after.claims().proofOf(ClaimKind.liquidation, 256n)).toBeUndefined();
    }
    chain.built.pop();
    chain.state = state;
    chain.hash = hash;
  }
});

test("must-not-repeat §5.5: a refused registration reserves no ed25519 key, and its owner may register", () => {
  const chain = newChain();
  const victim = nodeKeys(blstBls, "victim");
  const squatter = { ...registration(chain, 256, { keys: { ...victim, blsKey: nodeKeys(blstBls, 256).blsKey } }) };
  const forged = { ...squatter, ed25519Signature: squatter.ed25519Signature.with(0, 0) };
  const { outcomes } = chain.next(
    withEvents(chain, register(forged), register(registration(chain, 257, { keys: victim }))),
  );
  expect(outcomes.map(({ result }) => result)).toEqual(["rejected", "applied"]);
  // Once somebody has it, nobody else gets it, until that node has left the contract.
  const again = registration(chain, 258, { keys: { ...victim, blsKey: nodeKeys(blstBls, 258).blsKey } });
  const second = registration(chain, 259, { keys: { ...victim, blsKey: nodeKeys(blstBls, 259).blsKey } });
  const later = chain.next(withEvents(chain, register(again), exit(257), register(second)));
  expect(later.outcomes.map((outcome) => (outcome.result === "rejected" ? outcome.code : "applied"))).toEqual([
    "ED25519_KEY_IN_USE",
    "applied",
    "applied",
  ]);
});

test("an exit request unlocks after the wait, earns until then, and the node is removed with its leaves", () => {
  const chain = newChain();
  chain.next(withEvents(chain, requestExit(2)));
  const { unlockSec, exitGraceSec, deregistrationLockSec } = chain.context.preset;
  const unlockAt = chain.state.time + unlockSec;
  expect(chain.state.node(2)).toMatchObject({ status: "active", payable: true, unlockAt });
  const repeat = chain.next(withEvents(chain, requestExit(2)));
  expect(repeat.outcomes[0]).toMatchObject({ result: "rejected", code: "EXIT_ALREADY_REQUESTED" });
  while (chain.state.time + 2 < unlockAt) chain.next();
  const earned = chain.state.lifetimeRewards(testAddress("operator 2"));
  expect(earned).toBe(chain.state.lifetimeRewards(testAddress("operator 1")));
  const { changes, state } = chain.next();
  expect(changes).toEqual([{ type: "node-removed", node: 2, reason: "voluntary" }]);
  expect(state.node(2)).toMatchObject({
    status: "removed",
    payable: false,
    removed: { reason: "voluntary", at: unlockAt },
  });
  expect(state.validators().map(({ id }) => id)).toEqual([1, 3]);
  expect(state.attesters().map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(state.lifetimeRewards(testAddress("operator 2"))).toBe(earned);
  expect(state.claims().proofOf(ClaimKind.exit, 2n)?.value).toBe(0n);
  expect(state.claims().proofOf(ClaimKind.liquidation, 2n)).toBeUndefined();
  while (chain.state.time < unlockAt + exitGraceSec) chain.next();
  expect(chain.state.claims().proofOf(ClaimKind.liquidation, 2n)?.value).toBe(BigInt(unlockAt + deregistrationLockSec));
  const left = chain.next(withEvents(chain, exit(2)));
  expect(left.changes).toEqual([{ type: "node-forgotten", node: 2 }]);
  expect(left.state.node(2)).toBeUndefined();
  expect(left.state.lifetimeRewards(testAddress("operator 2"))).toBe(earned);
  expect(left.state.claims().proofOf(ClaimKind.exit, 2n)).toBeUndefined();
});

test("a commit of the last height verifies although one of its voters has been forgotten", () => {
  const chain = newChain(4);
  chain.next(withEvents(chain, liquidate(2)));
  expect(chain.state.node(2)).toBeUndefined();
  expect(chain.state.validatorsAt(chain.state.height)?.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(
    chain
      .next()
      .state.validatorsAt(chain.state.height)
      ?.map(({ id }) => id),
  ).toEqual([1, 3, 4]);
});

test("validator sets of the last six heights stay known while they change with every block", () => {
  const chain = newChain(12);
  const sets = new Map<number, string>();
  const note = () =>
    sets.set(
      chain.state.height + 1,
      chain.state
        .validators()
        .map(({ id }) => id)
        .join(),
    );
  sets.set(1, "1,2,3,4,5,6,7,8,9,10,11,12");
  note();
  for (let id = 1; id <= 9; id++) {
    chain.next(withEvents(chain, liquidate(id)));
    note();
    const { height } = chain.state;
    for (let back = -1; back <= 4; back++) {
      const known = height - back < 1 ? undefined : chain.state.validatorsAt(height - back);
      expect(known?.map((voter) => voter.id).join()).toBe(sets.get(height - back));
    }
    expect(chain.state.validatorsAt(height - 5)).toBeUndefined();
  }
});

test("presence stays with its node when another leaves and one joins in the same block", () => {
  const chain = newChain(4);
  for (let i = 0; i < 8; i++) chain.next({ absent: [3] });
  const before = chain.state.participation(4);
  expect(chain.state.participation(3)?.present).toBeLessThan(before?.present ?? 0);
  chain.next({ ...withEvents(chain, liquidate(2), register(registration(chain, 256))), absent: [3] });
  const counted = (before?.counted ?? 0) + 1;
  expect(chain.state.participation(4)).toEqual({ present: counted, counted });
  expect(chain.state.participation(3)?.present).toBe(0);
  expect(chain.state.participation(256)).toEqual({ present: 0, counted: 0 });
});

test("LAST_VALIDATOR: neither an unlock nor an exit can leave the chain without a validator", () => {
  const chain = newChain(1);
  chain.next(withEvents(chain, requestExit(1)));
  const { unlockAt } = chain.state.node(1) ?? { unlockAt: 0 };
  const deferred = chain.next({ time: unlockAt });
  expect(deferred.changes).toEqual([{ type: "deferred", node: 1, change: "remove", code: "LAST_VALIDATOR" }]);
  expect(chain.next().changes).toEqual([]);
  expect(chain.state.node(1)?.status).toBe("active");
  const gone = chain.next(withEvents(chain, exit(1)));
  expect(gone.changes).toEqual([{ type: "deferred", node: 1, change: "forget", code: "LAST_VALIDATOR" }]);
  expect(gone.state.attesters()).toEqual([]);
  expect(gone.state.payableCount).toBe(0);
  const { due } = gone.state;
  expect(chain.next(withEvents(chain, exit(1))).outcomes[0]).toMatchObject({ code: "NODE_ALREADY_DEPARTED" });
  expect(chain.state.due).toBe(due);
  chain.next(withEvents(chain, register(registration(chain, 256))));
  const replaced = chain.next({ ready: [chain.ready(256)] });
  expect(replaced.changes).toEqual([
    { type: "node-active", node: 256 },
    { type: "node-forgotten", node: 1 },
  ]);
  expect(replaced.state.validators().map(({ id }) => id)).toEqual([256]);
  chain.skip(2);
});

test("what can't be applied is rejected with a code, never thrown", () => {
  const chain = newChain();
  const l2Number = chain.state.l2Number + 1;
  const raw = (logIndex: number, kind: number, payload: Uint8Array) => ({
    ...{ l2Number, logIndex, txHash: testHash("raw"), kind, payload },
  });
  const parameter = (kind: "StakingRequirementUpdated" | "MaxContributorsUpdated", value: bigint) => ({
    kind,
    data: { value },
  });
  const { events = [] } = withEvents(
    chain,
    requestExit(99),
    exit(99),
    liquidate(99),
    register(registration(chain, 0)),
    register({ ...registration(chain, 256), id: 2 ** 24 }),
    register({ ...registration(chain, 256), id: 1 }),
    { kind: "NewSeededServiceNode", data: registration(chain, 300) },
    parameter("StakingRequirementUpdated", 0n),
    parameter("StakingRequirementUpdated", 2n ** 100n),
    parameter("MaxContributorsUpdated", 17n),
    requestExit(300),
  );
  const records = [raw(11, 200, new Uint8Array(5)), raw(12, 3, new Uint8Array(5)), raw(13, 3, new Uint8Array())];
  const { outcomes } = chain.next({ l2Number, events, records });
  expect(outcomes.map((outcome) => (outcome.result === "rejected" ? outcome.code : "applied"))).toEqual([
    "UNKNOWN_NODE",
    "UNKNOWN_NODE",
    "UNKNOWN_NODE",
    "NODE_ID_OUT_OF_RANGE",
    "NODE_ID_OUT_OF_RANGE",
    "NODE_ID_TAKEN",
    "SEEDED_AFTER_START",
    "PARAMETER_OUT_OF_RANGE",
    "PARAMETER_OUT_OF_RANGE",
    "PARAMETER_OUT_OF_RANGE",
    "NODE_ALREADY_REMOVED",
    "UNKNOWN_KIND",
    "MALFORMED_PAYLOAD",
    "MALFORMED_PAYLOAD",
  ]);
});

test("a changed requirement and contributor limit hold from their log on", () => {
  const chain = newChain();
  const half = REQUIREMENT / 2n;
  const { outcomes } = chain.next(
    withEvents(
      chain,
      register(registration(chain, 256)),
      { kind: "StakingRequirementUpdated", data: { value: half } },
      register(registration(chain, 257)),
      register(registration(chain, 258, { contributors: [soloContributor("operator 258", half)] })),
      { kind: "MaxContributorsUpdated", data: { value: 1n } },
    ),
  );
  expect(outcomes.map(({ result }) => result)).toEqual(["applied", "applied", "rejected", "applied", "applied"]);
  expect([chain.state.stakingRequirement, chain.state.maxContributors]).toEqual([half, 1]);
});
