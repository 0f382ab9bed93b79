import { devnet } from "@session/protocol";
import type { NodeResponse } from "@session/sdk";
import { expect, test } from "vitest";
import { compressBls } from "./compressBls.ts";
import { type ChainView, toSummary } from "./lifecycle.ts";
import { toShares } from "./nodes.ts";
import type { ContractNode } from "./source.ts";

const OPERATOR = "0x00000000000000000000000000000000000000Aa";
const OTHER = "0x00000000000000000000000000000000000000bB";
// Of a node of a development network: its affine key in the contract, and the same key as its API names it.
const AFFINE =
  "0x0402b92d5b87a28369e30e162bf4cacbb7cf238b3aac756bce1274e1e4833e94f63b0f5d856b4e9f625a1f59b5eda8f514f6a8faf336f7e1ebaae24ac05a5fdcec03fcbf72b09d8afceda852bfbca5ef710ecb886c649ddff03498397bd212da";
const COMPRESSED = "0xa402b92d5b87a28369e30e162bf4cacbb7cf238b3aac756bce1274e1e4833e94f63b0f5d856b4e9f625a1f59b5eda8f5";

const NODE: ContractNode = {
  id: 7,
  state: 1,
  operator: OPERATOR,
  blsPubkey: AFFINE,
  ed25519Pubkey: 5n,
  feeBps: 100,
  deposit: 100n,
  penalty: 0n,
  addedAt: 1_000n,
  leaveRequestedAt: 0n,
  lastLeaveRequestAt: 0n,
  lockedUntil: 0n,
  contributors: [
    { staker: OPERATOR, beneficiary: OTHER, amount: 60n },
    { staker: OTHER, beneficiary: OTHER, amount: 40n },
  ],
};
const VIEW = {
  ...{ id: 7, status: "active", operator: OPERATOR, ed25519: "0x05", bls: COMPRESSED, feeBps: 100, deposit: "100" },
  ...{ contributors: [], registeredAt: 1_000, payable: true, payableAt: 1_010, unlockAt: null, creditSec: 9 },
  removed: null,
} as const satisfies NodeResponse;
const RULES = { preset: devnet, minExitAgeSec: 10, exitWaitSec: 500, nowSec: 2_000 };
const summary = (node: Partial<ContractNode>, view: ChainView) => toSummary({ ...NODE, ...node }, view, RULES);

test("the contract's key in the form APIs name nodes by", () => {
  expect(compressBls(AFFINE)).toBe(COMPRESSED);
});

test("must-not-repeat 4.6: a node that asked to exit and is decommissioned shows both, from the chain, too", () => {
  const shown = summary({ leaveRequestedAt: 1_500n }, { ...VIEW, status: "decommissioned", unlockAt: 2_500 });
  expect(shown).toMatchObject({ state: "decommissioned", exitRequestedAt: 1_500, unlockAt: 2_500, escapeFrom: 2_000 });
});

test("the states contract and appchain make together", () => {
  expect(summary({}, VIEW).state).toBe("active");
  expect(summary({}, "absent").state).toBe("pendingOnL2");
  expect(summary({ leaveRequestedAt: 1_500n }, VIEW).state).toBe("exitRequested");
  expect(summary({ leaveRequestedAt: 1_500n }, { ...VIEW, unlockAt: 2_500 }).state).toBe("unlocking");
  expect(summary({ leaveRequestedAt: 1_500n }, "unknown").state).toBe("exitRequested");
});

test("a removed node can leave, then be liquidated, as the preset says", () => {
  const removedAt = (at: number, reason: "deregistered" | "voluntary") =>
    summary({}, { ...VIEW, status: "removed", removed: { reason, at, lockedUntil: 0, liquidatableFrom: null } });
  const fresh = removedAt(1_990, "deregistered");
  expect(fresh).toMatchObject({
    state: "exitable",
    exitableFrom: 1_990,
    liquidatableFrom: 1_990 + devnet.exitGraceSec,
    lockedUntil: 1_990 + devnet.deregistrationLockSec,
  });
  expect(removedAt(1_000, "voluntary")).toMatchObject({ state: "liquidatable", lockedUntil: null });
});

test("a penalty is the operator's alone", () => {
  expect(toShares({ ...NODE, penalty: 3n }).map(({ returns }) => returns)).toEqual(["57", "40"]);
});
