import { defineMessages } from "@session/ui";

/** What a call to our contracts does, in words for people; the names are the contracts' own. */
export const callWords = defineMessages("portal.calls", {
  approve: "Permission to take the stake",
  addBLSPublicKey: "Registration",
  addBLSPublicKeyWithPermit: "Registration",
  claimRewards: "Claim",
  submitAndClaim: "Claim",
  multicall: "Several actions at once",
  initiateExitBLSPublicKey: "Exit request",
  exitBLSPublicKey: "Return of the stakes",
  exitBLSPublicKeyAfterWaitTime: "Exit without the network",
  liquidateBLSPublicKey: "Liquidation",
  withdrawLockedStake: "Withdrawal of a locked stake",
  deploy: "New pool",
  contributeFunds: "Contribution",
  contributeFundsWithPermit: "Contribution",
  updateBeneficiary: "Change of the beneficiary",
  withdrawContribution: "Withdrawal from a pool",
  finalize: "Start of a pool",
  updateFee: "Change of a pool's fee",
  updateReservedContributors: "Change of a pool's reserved places",
  updateManualFinalize: "Change of a pool's start",
  updatePubkeys: "Change of a pool's node",
  resetUpdateAndContribute: "Change of a pool's terms",
  submitCheckpoint: "New checkpoint",
  reset: "Cancellation of a pool",
  release: "Release of vested tokens",
  other: "Transaction",
});

export type KnownCall = keyof typeof callWords.messages;

/** @returns `other` for what has no words */
export function toKnownCall(functionName: string | null): KnownCall {
  return functionName !== null && Object.hasOwn(callWords.messages, functionName)
    ? (functionName as KnownCall)
    : "other";
}
