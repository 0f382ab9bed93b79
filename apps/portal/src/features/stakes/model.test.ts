import type { NodeSummary, StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toKnownStates } from "../../data/knownState.ts";
import { actionsOf, isOver, nextTimeOf, poolActionsOf, sumTotals, toAccounts } from "./model.ts";

const WALLET = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const VESTING = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const REVOKED = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const POOL = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const NOW = 1_000;

const node = (change: Partial<NodeSummary>) =>
  ({
    ...{ id: 7, state: "active", removed: null, unlockAt: null, exitRequestedAt: null, lockedUntil: null },
    ...{ liquidatableFrom: null, creditSec: 60, payableAt: 10, registeredAt: 1 },
    ...change,
  }) as NodeSummary;
const action = (change: Partial<StakeAction>) =>
  ({ type: "exit", account: WALLET, nodeId: 7, pool: null, isPossible: true, ...change }) as StakeAction;
const totals = (staked: string) => ({ staked, returning: "1", locked: "2", inPools: "3" });

test("a deregistered node is shown as that until its stake is paid out", () => {
  const removed = { reason: "deregistered", at: 1 } as const;
  expect(toKnownStates(node({ state: "exitable", removed }))).toEqual(["deregistered", "exitable"]);
  expect(toKnownStates(node({ state: "locked", removed }))).toEqual(["deregistered", "locked"]);
  expect(toKnownStates(node({ state: "exited", removed }))).toEqual(["exited"]);
  expect(toKnownStates(node({ state: "exitable", removed: { reason: "voluntary", at: 1 } }))).toEqual(["exitable"]);
});

test("must-not-repeat 4.6: a node that asked to leave and is out of service is shown as both", () => {
  const leaving = node({ state: "decommissioned", exitRequestedAt: 50, unlockAt: 1_099 });
  expect(toKnownStates(leaving)).toEqual(["decommissioned", "unlocking"]);
  expect(nextTimeOf(leaving, NOW)).toEqual({ kind: "returnsIn", at: 1_099, spanSec: 99 });
  // Asked for on L2 a moment ago: the appchain hasn't said when yet.
  expect(toKnownStates(node({ state: "decommissioned", exitRequestedAt: 50 }))).toEqual([
    "decommissioned",
    "exitRequested",
  ]);
  expect(toKnownStates(node({ state: "decommissioned" }))).toEqual(["decommissioned"]);
});

test("must-not-repeat 4.6: a decommissioned node has its actions", () => {
  const request = action({ type: "requestExit" });
  const staked = { node: node({ state: "decommissioned" }), account: WALLET };
  expect(actionsOf({ actions: [request] }, staked)).toEqual([request]);
});

test("each state's next time, and none that is past", () => {
  const kindOf = (change: Partial<NodeSummary>) => nextTimeOf(node(change), NOW)?.kind;
  expect(kindOf({ state: "locked", lockedUntil: 2_000 })).toBe("lockedFor");
  expect(kindOf({ state: "locked", lockedUntil: 900 })).toBeUndefined();
  expect(kindOf({ state: "unlocking", unlockAt: 2_000 })).toBe("returnsIn");
  expect(kindOf({ state: "exitable", liquidatableFrom: 2_000 })).toBe("removableIn");
  expect(kindOf({ state: "exitable" })).toBeUndefined();
  expect(kindOf({ state: "active", payableAt: 2_000 })).toBe("earnsIn");
  expect(nextTimeOf(node({ registeredAt: 400 }), NOW)).toEqual({ kind: "since", at: 400, spanSec: 600 });
  expect(kindOf({ state: "exited" })).toBeUndefined();
  expect(nextTimeOf(node({ state: "decommissioned" }), NOW)).toEqual({ kind: "creditFor", at: null, spanSec: 60 });
});

test("actions are those of the node and of the account alone; addresses in any case (must-not-repeat 4.7)", () => {
  const own = action({});
  const actions = [own, action({ nodeId: 8 }), action({ account: VESTING }), action({ type: "claim", nodeId: null })];
  expect(actionsOf({ actions }, { node: { id: 7 }, account: WALLET.toLowerCase() as `0x${string}` })).toEqual([own]);
  const join = action({ type: "joinReserved", nodeId: null, pool: POOL });
  const place = { pool: { address: POOL.toLowerCase() }, account: WALLET };
  expect(poolActionsOf({ actions: [...actions, join] }, place)).toEqual([join]);
});

test("a wallet's stakes and those of its vesting contracts are told apart, the acting one first", () => {
  const vesting = (address: string, holder: string) => ({ address, holder, totals: totals("20") });
  const stakes = {
    ...{ address: WALLET, totals: totals("10") },
    nodes: [
      { account: WALLET, node: { id: 1 } },
      { account: VESTING, node: { id: 2 } },
    ],
    pools: [{ account: VESTING }],
    vestings: [vesting(VESTING, WALLET), vesting(REVOKED, POOL)],
  } as unknown as StakesResponse;
  const [first, second, third] = toAccounts(stakes, VESTING.toLowerCase());
  expect([first?.account, second?.account, third?.account]).toEqual([VESTING, WALLET, REVOKED]);
  expect(first?.nodes.map((staked) => staked.node.id)).toEqual([2]);
  expect(second).toMatchObject({ vesting: undefined, isHeld: true, pools: [] });
  expect(third?.isHeld).toBe(false);
  expect(sumTotals(toAccounts(stakes))).toEqual({ staked: 50n, returning: 3n, locked: 6n, inPools: 9n });
  expect(toAccounts(stakes)[0]?.account).toBe(WALLET);
});

test("what is paid out is history; a locked stake isn't", () => {
  expect([{ state: "exited" }, { state: "liquidated" }].map((left) => isOver(node(left as NodeSummary)))).toEqual([
    true,
    true,
  ]);
  expect(isOver(node({ state: "locked" }))).toBe(false);
});
