import type { AddressRewards } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toClaimLimits } from "./model.ts";

const rewards: AddressRewards = {
  lifetime: "900",
  lifetimeLedger: "900000000000",
  claimed: "100",
  claimable: "800",
  checkpointHeight: 20,
  accepted: { height: 10, at: 1, txHash: `0x${"00".repeat(32)}` },
};
const claims = { capPerCycle: "1000", capPerRecipient: "500", cycleSec: 10, cycleEndsAt: 99 };

test("a claim is bound by the limit for one recipient and by the whole cycle's", () => {
  expect(toClaimLimits(rewards, { claims })).toMatchObject({ claimable: 800n, maximum: 500n, isCapped: true });
  expect(toClaimLimits(rewards, { claims: { ...claims, capPerCycle: "300" } }).maximum).toBe(300n);
  expect(toClaimLimits({ ...rewards, claimable: "500" }, { claims }).isCapped).toBe(false);
});

test("the checkpoint comes along when the L2's is older or there is none", () => {
  expect(toClaimLimits(rewards, { claims }).bringsCheckpoint).toBe(true);
  expect(toClaimLimits({ ...rewards, accepted: null }, { claims }).bringsCheckpoint).toBe(true);
  expect(toClaimLimits({ ...rewards, checkpointHeight: 10 }, { claims }).bringsCheckpoint).toBe(false);
});
