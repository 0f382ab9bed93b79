import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import { SdkError } from "../errors.ts";

export type NodeBatchItem = {
  readonly type: "requestExit" | "exit" | "exitAfterWait" | "withdrawLocked";
  readonly nodeId: number;
};
export type ClaimBatchItem = {
  readonly type: "claim";
  readonly recipient: Hex;
  /** Base units; all that is claimable without it. */
  readonly amount?: bigint;
};
export type BatchItem = NodeBatchItem | ClaimBatchItem;

export type BatchOutcome = { readonly item: BatchItem } & (
  | {
      readonly status: "done";
      /** Base units paid to the recipient, or returned to all stakers of the node; 0 for a request and under a lock. */
      readonly amount: bigint;
      /** Unix seconds until which the stake is kept; 0 without a lock. */
      readonly lockedUntil: number;
    }
  /** Somebody else was faster: nothing is left to do. */
  | { readonly status: "already" }
  /** It wasn't in the transaction; the others were. */
  | { readonly status: "refused"; readonly error: Error }
);

type Moved = { readonly amount: bigint; readonly lockedUntil: number };
const NOTHING: Moved = { amount: 0n, lockedUntil: 0 };

/** What a mined batch has done for each of its items, in their order; from the contract's events alone. */
export function readBatchReceipt(items: readonly BatchItem[], receipt: TransactionReceipt): BatchOutcome[] {
  const events = parseEventLogs({ abi: serviceNodeRewardsAbi, logs: receipt.logs });
  return items.map((item) => {
    const moved = events.map((event) => movedBy(event, item)).find((found) => found !== undefined);
    return moved === undefined
      ? { item, status: "refused", error: unreported(receipt, item) }
      : { item, status: "done", ...moved };
  });
}

type RewardsEvent = ReturnType<typeof parseEventLogs<typeof serviceNodeRewardsAbi>>[number];

function movedBy(event: RewardsEvent, item: BatchItem): Moved | undefined {
  if (item.type === "claim") {
    if (event.eventName !== "RewardsClaimed" || !isAddressEqual(event.args.recipient, item.recipient)) return undefined;
    return { ...NOTHING, amount: event.args.amount };
  }
  return movedByNode(event, item);
}

function movedByNode(event: RewardsEvent, { type, nodeId }: NodeBatchItem): Moved | undefined {
  switch (event.eventName) {
    case "ServiceNodeExitRequest":
      return type === "requestExit" && event.args.id === nodeId ? NOTHING : undefined;
    case "ServiceNodeExit":
      return (type === "exit" || type === "exitAfterWait") && event.args.id === nodeId
        ? { amount: event.args.returned, lockedUntil: Number(event.args.lockedUntil) }
        : undefined;
    case "LockedStakeWithdrawn":
      return type === "withdrawLocked" && event.args.id === nodeId
        ? { ...NOTHING, amount: event.args.returned }
        : undefined;
    default:
      return undefined;
  }
}

function unreported({ transactionHash, status }: TransactionReceipt, { type }: BatchItem): SdkError {
  const why = status === "success" ? "was mined without this part" : "was mined and failed";
  return new SdkError(
    { code: "TRANSACTION_FAILED", hash: transactionHash, action: type },
    `${transactionHash} ${why}. Look at it, then try again.`,
  );
}
