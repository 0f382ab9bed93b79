import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, maxUint256 } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { isCheckpointOnL2, toCheckpointArgs } from "./checkpoint.ts";
import { type ClaimParameters, type ClaimReturnType, toClaimed } from "./claim.ts";
import { withFreshCertificate } from "./freshCertificate.ts";
import { sendContractCall } from "./send.ts";
import { sendVestingCall, type VestingParameters } from "./vestingCall.ts";

/**
 * Claims rewards through a vesting contract, which passes the claim on; they are paid to `recipient` itself. `claim` does
 * the same in one transaction: this one posts the checkpoint by another first when the contract doesn't hold it yet.
 *
 * @throws SdkError CONTRACT_REVERTED (e.g. NothingToClaim, ClaimCapReached), API_PROBLEM, NOTHING_TO_CLAIM
 */
export async function vestingClaim(
  wallet: Wallet,
  parameters: VestingParameters & ClaimParameters,
): Promise<ClaimReturnType> {
  const { vesting, contract: address, node, recipient, amount = maxUint256 } = parameters;
  const claimed = await withFreshCertificate(async () => {
    const proof = await node.getClaim(recipient);
    if (await isCheckpointOnL2(wallet, address, proof.checkpoint)) return proof;
    const args = toCheckpointArgs(proof.checkpoint, proof.certificate);
    await sendContractCall(wallet, {
      ...{ address, abi: serviceNodeRewardsAbi, functionName: "submitCheckpoint", args },
    });
    return proof;
  });
  const { checkpoint, lifetimeRewards, proof } = claimed;
  const args = [BigInt(checkpoint.height), recipient, BigInt(lifetimeRewards), amount, proof as Hex[]] as const;
  const receipt = await sendVestingCall(wallet, { vesting }, { functionName: "claimRewards", args });
  return toClaimed(recipient, receipt, checkpoint.height);
}
