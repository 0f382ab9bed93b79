import { serviceNodeRewardsAbi } from "@session/contracts";
import type { Hex, TransactionReceipt } from "viem";
import type { NodeClient } from "../clients/node.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { type BatchCall, prepareCalls, toPosts } from "./batchCalls.ts";
import { type BatchItem, type BatchOutcome, readBatchReceipt } from "./batchReceipt.ts";
import { withFreshCertificate } from "./freshCertificate.ts";
import { sendContractCall, simulateContractCall } from "./send.ts";

/**
 * Most items of one batch: an exit costs 150k gas, a checkpoint up to 950k (docs/contracts#gas), a transaction may use 2²⁴
 * (EIP-7825).
 */
export const BATCH_MAX_ITEMS = 50;

export type BatchParameters = {
  readonly contract: Hex;
  readonly node: Pick<NodeClient, "getClaim" | "getExit">;
  /** At most {@link BATCH_MAX_ITEMS}, each once. */
  readonly items: readonly BatchItem[];
};
export type BatchReturnType = {
  /** Undefined when no item was left to send. */
  readonly receipt: TransactionReceipt | undefined;
  /** One for each item, in their order. */
  readonly outcomes: readonly BatchOutcome[];
};

/**
 * Does for many nodes and recipients in one transaction what `requestExit`, `exit`, `exitAfterWait`, `withdrawLockedStake`
 * and `claim` do for one. What would fail is left out and said, so that it doesn't take the others along; the checkpoint
 * they are proved against is posted once.
 *
 * @throws SdkError CONTRACT_REVERTED when nothing can work (e.g. EnforcedPause), TRANSACTION_FAILED
 * @example
 * const { outcomes } = await batch(wallet, { contract, node, items: [{ type: "exit", nodeId: 7 }, { type: "exit", nodeId: 9 }] });
 */
export async function batch(wallet: Wallet, { contract, node, items }: BatchParameters): Promise<BatchReturnType> {
  return withFreshCertificate(async () => {
    const prepared = await prepareCalls(node, items);
    const { accepted, refused } = await selectCalls(wallet, contract, prepared.calls);
    const left = [...prepared.refused, ...refused];
    if (accepted.length === 0) return { receipt: undefined, outcomes: inOrder(items, left) };
    const posts = await toPosts(wallet, contract, accepted);
    const receipt = await sendContractCall(wallet, toMulticall(contract, posts, accepted));
    const done = readBatchReceipt(
      accepted.map(({ item }) => item),
      receipt,
    );
    return { receipt, outcomes: inOrder(items, [...left, ...done]) };
  });
}

type Selected = { readonly accepted: readonly BatchCall[]; readonly refused: readonly BatchOutcome[] };

/** A multicall is all or nothing, so what fails is found beforehand: all together, and only then one by one. */
async function selectCalls(wallet: Wallet, contract: Hex, calls: readonly BatchCall[]): Promise<Selected> {
  if (calls.length === 0) return { accepted: [], refused: [] };
  const posts = await toPosts(wallet, contract, calls);
  const tryAll = (chosen: readonly BatchCall[]) =>
    simulateContractCall(wallet, toMulticall(contract, posts, chosen)).then(() => undefined, toRevert);
  if ((await tryAll(calls)) === undefined) return { accepted: calls, refused: [] };
  // A checkpoint that is refused is no item's fault: the whole batch says so, or fetches another certificate.
  if (posts.length > 0) {
    const fault = await tryAll([]);
    if (fault !== undefined) throw fault;
  }
  const accepted: BatchCall[] = [];
  const refused: BatchOutcome[] = [];
  for (const call of calls) {
    const error = await tryAll([...accepted, call]);
    if (error === undefined) accepted.push(call);
    else
      refused.push(
        isDone(call.item, error)
          ? { item: call.item, status: "already" }
          : { item: call.item, status: "refused", error },
      );
  }
  return { accepted, refused };
}

function toRevert(error: unknown): SdkError {
  if (error instanceof SdkError && error.detail.code === "CONTRACT_REVERTED") return error;
  throw error;
}

/** Errors by which the contract says that nothing is left to do. */
const DONE_BY: Readonly<Record<BatchItem["type"], string>> = {
  requestExit: "NodeNotActive",
  exit: "NodeNotActive",
  exitAfterWait: "NodeNotActive",
  withdrawLocked: "NotLocked",
  claim: "NothingToClaim",
};

function isDone({ type }: BatchItem, { detail }: SdkError): boolean {
  return detail.code === "CONTRACT_REVERTED" && detail.name === DONE_BY[type];
}

function toMulticall(address: Hex, posts: readonly Hex[], calls: readonly BatchCall[]) {
  const data = [...posts, ...calls.map((call) => call.data)];
  return { address, abi: serviceNodeRewardsAbi, functionName: "multicall", args: [data] } as const;
}

function inOrder(items: readonly BatchItem[], outcomes: readonly BatchOutcome[]): BatchOutcome[] {
  return items.flatMap((item) => outcomes.filter((outcome) => outcome.item === item));
}
