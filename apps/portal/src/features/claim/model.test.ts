import type { AddressRewards, StakesResponse } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { beneficiariesOf, toClaimLimits, toUtcClock } from "./model.ts";

const rewards: AddressRewards = {
  lifetime: "900",
  lifetimeLedger: "900000000000",
  claimed: "100",
  claimable: "800",
  checkpointHeight: 20,
  accepted: { height: 10, at: 1, txHash: `0x${"00".repeat(32)}` },
};
const claims = { capPerCycle: "1000", capPerRecipient: "500", cycleSec: 10, cycleEndsAt: 99 };
const NOW = 95;
const window = (left: bigint, leftForRecipient: bigint) => ({ left, leftForRecipient, endsAt: 99 });

test("must-not-repeat 4.5: a claim is bound by what the cycle has left, for one recipient and for all", () => {
  const limits = (left: bigint, own: bigint) => toClaimLimits(rewards, { claims }, window(left, own), NOW);
  expect(limits(1_000n, 500n)).toMatchObject({ claimable: 800n, maximum: 500n, cappedBy: "recipient" });
  expect(limits(900n, 120n)).toMatchObject({ maximum: 120n, cappedBy: "recipient" });
  expect(limits(70n, 70n)).toMatchObject({ maximum: 70n, cappedBy: "everybody" });
  expect(limits(0n, 0n)).toMatchObject({ maximum: 0n, cappedBy: "everybody" });
  expect(toClaimLimits({ ...rewards, claimable: "500" }, { claims }, window(900n, 500n), NOW).cappedBy).toBeNull();
  expect(limits(900n, 500n).window).toEqual({ left: 900n, cap: 1_000n, endsAt: 99 });
});

test("must-not-repeat 4.5: a cycle that has ended limits nothing any more", () => {
  const over = toClaimLimits(rewards, { claims }, window(0n, 0n), 99);
  expect(over).toMatchObject({ maximum: 500n, window: { left: 1_000n, endsAt: 109 } });
  expect(toClaimLimits(rewards, { claims }, window(0n, 0n), 125).window.endsAt).toBe(129);
});

test("without the contract's word the cycle counts as untouched, and that is said", () => {
  const limits = toClaimLimits(rewards, { claims }, undefined, NOW);
  expect(limits).toMatchObject({ maximum: 500n, isWindowKnown: false, window: { left: 1_000n, endsAt: 99 } });
  expect(toClaimLimits(rewards, { claims: { ...claims, capPerCycle: "300" } }, undefined, NOW).maximum).toBe(300n);
});

test("the checkpoint comes along when the L2's is older or there is none", () => {
  const brings = (change: Partial<AddressRewards>) =>
    toClaimLimits({ ...rewards, ...change }, { claims }, undefined, NOW).bringsCheckpoint;
  expect(brings({})).toBe(true);
  expect(brings({ accepted: null })).toBe(true);
  expect(brings({ checkpointHeight: 10 })).toBe(false);
});

test("those who are paid for the account's shares are named once, without itself, in any case of letters", () => {
  const [own, other] = ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"];
  const nodes = [own.toLowerCase(), other, null, other.toLowerCase()].map((beneficiary) => ({ beneficiary }));
  const stakes = { address: own, nodes } as unknown as StakesResponse;
  expect(beneficiariesOf(stakes).map((found) => found.toLowerCase())).toEqual([other.toLowerCase()]);
});

test("cycles are said in UTC", () => {
  expect(toUtcClock(Date.UTC(2026, 10, 20, 12) / 1_000)).toBe("12:00 UTC");
});
