import { devnet } from "@session/protocol";
import { expect, test } from "vitest";
import { toSummary } from "./chain/lifecycle.ts";
import type { ContractNode } from "./chain/source.ts";
import { toKnownState, toKnownStates } from "./knownState.ts";

const OPERATOR = "0x00000000000000000000000000000000000000Aa";
const NODE: ContractNode = {
  ...{ id: 7, state: 1, operator: OPERATOR, blsPubkey: `0x${"02".repeat(96)}`, ed25519Pubkey: 5n, feeBps: 100 },
  ...{ deposit: 100n, penalty: 0n, addedAt: 1_000n, leaveRequestedAt: 0n, lastLeaveRequestAt: 0n, lockedUntil: 0n },
  contributors: [{ staker: OPERATOR, beneficiary: OPERATOR, amount: 100n }],
};
const RULES = { preset: devnet, minExitAgeSec: 10, exitWaitSec: 500, nowSec: 2_000 };
const fromContract = (change: Partial<ContractNode>) => toSummary({ ...NODE, ...change }, "unknown", RULES);

test("a node read from the contract alone isn't called active: nobody said that it serves", () => {
  expect(toKnownStates(fromContract({}))).toEqual(["unknown"]);
  expect(toKnownStates(fromContract({ leaveRequestedAt: 1_500n }))).toEqual(["unknown", "exitRequested"]);
});

test("what the contract does know is said: a lock, and that it left", () => {
  expect(toKnownState(fromContract({ state: 3, lockedUntil: 9_000n }))).toBe("locked");
  expect(toKnownState(fromContract({ state: 2 }))).toBe("exited");
});

test("a node the appchain speaks of is what that says", () => {
  expect(toKnownStates({ ...fromContract({}), creditSec: 9 })).toEqual(["active"]);
  expect(toKnownStates({ ...fromContract({}), state: "pendingOnL2" })).toEqual(["pendingOnL2"]);
});
