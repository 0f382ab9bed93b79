import type { TransactionProgress } from "@session/sdk/indexer-api";
import type { RouteInput } from "@session/web";
import { type Hex, TransactionNotFoundError, TransactionReceiptNotFoundError } from "viem";
import type { ChainSource } from "./source.ts";

const AWAY = "The indexer is away, so nobody says how far the network has come with it.";
const MINING = "The transaction waits to be mined.";

/** How far a transaction has come on the L2; what the appchain makes of it, only the indexer says. */
export async function readProgress(
  { l2 }: ChainSource,
  { hash: asked }: RouteInput<"getTransactionProgress">,
  last: TransactionProgress | undefined,
): Promise<TransactionProgress> {
  const hash = asked as Hex;
  const [receipt, block] = await Promise.all([
    l2.getTransactionReceipt({ hash }).catch(only(TransactionReceiptNotFoundError)),
    l2.getBlockNumber(),
  ]);
  const base = {
    ...{ hash, events: last?.events ?? [], checkpoint: last?.checkpoint ?? null, provider: "ok" as const },
    asOf: { l2Block: block.toString(), height: last?.asOf.height ?? 0 },
  };
  if (receipt === undefined) {
    const known = await l2.getTransaction({ hash }).catch(only(TransactionNotFoundError));
    const next = { waitingFor: "mining" as const, message: MINING, estimateSec: null };
    return { ...base, mined: null, stage: known === undefined ? "unknown" : "pending", next };
  }
  const { timestamp } = await l2.getBlock({ blockNumber: receipt.blockNumber });
  const mined = {
    ...{ block: Number(receipt.blockNumber), time: Number(timestamp), status: receipt.status },
    revert: last?.mined?.revert ?? null,
  };
  if (receipt.status === "reverted") return { ...base, mined, stage: "mined", next: null };
  const isFurther = last !== undefined && ["seen", "inBlock", "final"].includes(last.stage);
  const next = { waitingFor: "indexer" as const, message: AWAY, estimateSec: null };
  return {
    ...base,
    mined,
    stage: isFurther ? last.stage : "mined",
    next: isFurther && last.next === null ? null : next,
  };
}

/** Undefined for the error that means "not there"; any other is thrown. */
function only(kind: new (...args: never[]) => Error): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof kind) return undefined;
    throw error;
  };
}
