import { serviceNodeRewardsAbi } from "@session/contracts";
import { encodeFunctionData, type Hex, maxUint256 } from "viem";
import type { NodeClient } from "../clients/node.ts";
import type { CertificateResponse, ClaimResponse } from "../clients/nodeSchemas.ts";
import type { Wallet } from "../clients/wallet.ts";
import type { BatchItem, BatchOutcome } from "./batchReceipt.ts";
import { isCheckpointOnL2, toCheckpointArgs } from "./checkpoint.ts";

const abi = serviceNodeRewardsAbi;
/** How often proofs are asked for again, until all are of one checkpoint. */
const ALIGNMENTS = 3;

type Proofs = Pick<NodeClient, "getClaim" | "getExit">;
type Proved = { readonly checkpoint: ClaimResponse["checkpoint"]; readonly certificate: CertificateResponse };
/** One item as a call of the contract, with the checkpoint it is proved against; none where it needs no proof. */
export type BatchCall = { readonly item: BatchItem; readonly data: Hex; readonly proved: Proved | undefined };

export type PreparedBatch = { readonly calls: readonly BatchCall[]; readonly refused: readonly BatchOutcome[] };

/** Fetches the proofs and encodes; an item without a proof is refused, the others go on. */
export async function prepareCalls(node: Proofs, items: readonly BatchItem[]): Promise<PreparedBatch> {
  const all = await Promise.all(items.map((item) => toCallOrRefusal(node, item)));
  const refused = all.flatMap((result) => ("data" in result ? [] : [result]));
  const calls = all.flatMap((result) => ("data" in result ? [result] : []));
  return { calls: await align(node, calls), refused };
}

async function toCallOrRefusal(node: Proofs, item: BatchItem): Promise<BatchCall | BatchOutcome> {
  return toCall(node, item).catch((error: Error) => ({ item, status: "refused", error }));
}

/** Proofs may straddle a new checkpoint: those of the older one are asked for again, so that one certificate is paid for. */
async function align(node: Proofs, calls: readonly BatchCall[]): Promise<readonly BatchCall[]> {
  let aligned = calls;
  for (let round = 0; round < ALIGNMENTS; round++) {
    const newest = Math.max(...aligned.map(heightOf));
    if (aligned.every((call) => call.proved === undefined || heightOf(call) === newest)) return aligned;
    aligned = await Promise.all(
      aligned.map((call) =>
        call.proved === undefined || heightOf(call) === newest ? call : toCall(node, call.item).catch(() => call),
      ),
    );
  }
  return aligned;
}

const heightOf = ({ proved }: BatchCall): number => proved?.checkpoint.height ?? 0;

async function toCall(node: Proofs, item: BatchItem): Promise<BatchCall> {
  switch (item.type) {
    case "claim":
      return toClaim(item, await node.getClaim(item.recipient));
    case "exit": {
      const { exit, checkpoint, certificate } = await node.getExit(item.nodeId);
      const args = [item.nodeId, BigInt(checkpoint.height), BigInt(exit.lockedUntil), exit.proof as Hex[]] as const;
      const data = encodeFunctionData({ abi, functionName: "exitBLSPublicKey", args });
      return { item, data, proved: { checkpoint, certificate } };
    }
    default:
      return {
        item,
        data: encodeFunctionData({ abi, functionName: UNPROVED[item.type], args: [item.nodeId] }),
        proved: undefined,
      };
  }
}

/** What needs no proof: the contract knows of it by itself. */
const UNPROVED = {
  requestExit: "initiateExitBLSPublicKey",
  exitAfterWait: "exitBLSPublicKeyAfterWaitTime",
  withdrawLocked: "withdrawLockedStake",
} as const;

function toClaim(item: Extract<BatchItem, { type: "claim" }>, claimed: ClaimResponse): BatchCall {
  const { checkpoint, certificate, recipient, lifetimeRewards, proof } = claimed;
  const args = [
    BigInt(checkpoint.height),
    recipient as Hex,
    BigInt(lifetimeRewards),
    item.amount ?? maxUint256,
    proof as Hex[],
  ] as const;
  return {
    item,
    data: encodeFunctionData({ abi, functionName: "claimRewards", args }),
    proved: { checkpoint, certificate },
  };
}

/** Calls that post the checkpoints the contract lacks, oldest first: a newer one on L2 would refuse the older. */
export async function toPosts(wallet: Wallet, contract: Hex, calls: readonly BatchCall[]): Promise<Hex[]> {
  const byHeight = new Map(
    calls.flatMap(({ proved }) => (proved === undefined ? [] : [[proved.checkpoint.height, proved]])),
  );
  const ascending = [...byHeight.entries()].sort(([a], [b]) => a - b).map(([, proved]) => proved);
  const stored = await Promise.all(ascending.map(({ checkpoint }) => isCheckpointOnL2(wallet, contract, checkpoint)));
  return ascending
    .filter((_, index) => stored[index] !== true)
    .map(({ checkpoint, certificate }) =>
      encodeFunctionData({ abi, functionName: "submitCheckpoint", args: toCheckpointArgs(checkpoint, certificate) }),
    );
}
