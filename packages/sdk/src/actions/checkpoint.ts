import { serviceNodeRewardsAbi } from "@session/contracts";
import type { Hex } from "viem";
import type { CertificateResponse, ClaimResponse } from "../clients/nodeSchemas.ts";
import type { Wallet } from "../clients/wallet.ts";

type CheckpointRef = ClaimResponse["checkpoint"];

/** Whether the contract already holds this very checkpoint, so that no certificate is needed. */
export async function isCheckpointOnL2(
  wallet: Pick<Wallet, "publicClient">,
  contract: Hex,
  checkpoint: CheckpointRef,
): Promise<boolean> {
  const root = await wallet.publicClient.readContract({
    address: contract,
    abi: serviceNodeRewardsAbi,
    functionName: "claimsRootAt",
    args: [BigInt(checkpoint.height)],
  });
  return root.toLowerCase() === checkpoint.claimsRoot.toLowerCase();
}

export function toCheckpointArgs(checkpoint: CheckpointRef, certificate: CertificateResponse) {
  const content = {
    height: BigInt(checkpoint.height),
    time: BigInt(checkpoint.time),
    blockHash: checkpoint.blockHash as Hex,
    claimsRoot: checkpoint.claimsRoot as Hex,
  };
  return [
    content,
    certificate.signature as Hex,
    certificate.nonSigners as Hex,
    BigInt(certificate.setVersion),
  ] as const;
}
