import { expect, test } from "vitest";
import { exit, liquidate, newChain, register, registration, requestExit, withEvents } from "../../test/nodeEvents.ts";
import { transitionCode } from "../../test/transitionCode.ts";
import { ClaimKind } from "../claims/claimKind.ts";
import { type ChainBuilder, SESH, testHash } from "../testing/chainBuilder.ts";
import { testAddress } from "../testing/nodeKeys.ts";
import { checkReady } from "./applyReady.ts";

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
