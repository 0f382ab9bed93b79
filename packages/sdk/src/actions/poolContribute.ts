import { serviceNodeContributionAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { approve, isApproved } from "./approve.ts";
import { signPermit } from "./permit.ts";
import { requirePool } from "./poolRead.ts";
import { sendContractCall } from "./send.ts";
import { tryWalletBatch } from "./walletBatch.ts";

export type ContributeParameters = {
  /** ServiceNodeContributionFactory: only its pools are contributed to. */
  readonly factory: Hex;
  readonly pool: Hex;
  /** SESH token. */
  readonly sesh: Hex;
  /** Base units, within the account's limits (`getPool`). */
  readonly amount: bigint;
  /** Terms shown to whoever contributes: `termsHash` of the `getPool` they were shown from. */
  readonly termsHash: Hex;
  /** Receives the rewards of all of the account's contributions. Default: the account. */
  readonly beneficiary?: Hex;
  /** Sign an ERC-2612 permit instead of sending an approval first; contract accounts can't. Default false. */
  readonly permit?: boolean;
};
export type ContributeReturnType = {
  readonly receipt: TransactionReceipt;
  /** Sum of all contributions now, base units. */
  readonly contributed: bigint;
  /** The node, if this contribution filled the pool and registered it. */
  readonly nodeId: number | undefined;
};
export type ContributeErrorType = SdkError;

/**
 * Contributes to a pool under the terms named. Where the allowance falls short, it approves exactly the amount: in one with
 * the contribution where the wallet batches, else by a permit signed along with `permit`, else first. A contribution that fills the pool registers the node, unless the operator does; when
 * that fails for the moment, the contribution stands and `finalizePool` tries again.
 *
 * Source of the rules: docs/contracts/pools.md.
 *
 * @throws SdkError NOT_A_POOL, CONTRACT_REVERTED (TermsChanged, NoOpenSlot, ContributionBelowMinimum,
 * ContributionAboveMaximum, OperatorContributionMissing, PoolFull, AlreadyFinalized, InvalidBeneficiary,
 * StakingRequirementChanged, MaxContributorsChanged, ERC20InsufficientBalance), TRANSACTION_FAILED
 * @example
 * const { termsHash, minimumContribution: amount } = await getPool(wallet, { factory, pool });
 * await contribute(wallet, { factory, pool, sesh, amount, termsHash });
 */
export async function contribute(wallet: Wallet, parameters: ContributeParameters): Promise<ContributeReturnType> {
  const { factory, pool, sesh, amount, termsHash, permit = false } = parameters;
  const { beneficiary = wallet.walletClient.account.address } = parameters;
  await requirePool(wallet, { factory, pool });
  const approval = { token: sesh, spender: pool, amount };
  const args = [amount, beneficiary, termsHash] as const;
  const call = { address: pool, abi: serviceNodeContributionAbi } as const;
  const isCovered = await isApproved(wallet, approval);
  const batched = isCovered
    ? undefined
    : await tryWalletBatch(wallet, approval, { ...call, functionName: "contributeFunds", args });
  if (batched !== undefined) return toContributed(pool, batched);
  if (permit && !isCovered) {
    const { deadline, v, r, s } = await signPermit(wallet, { token: sesh, spender: pool, value: amount });
    const permitted = [...args, deadline, v, r, s] as const;
    return toContributed(
      pool,
      await sendContractCall(wallet, { ...call, functionName: "contributeFundsWithPermit", args: permitted }),
    );
  }
  if (!isCovered) await approve(wallet, approval);
  return toContributed(pool, await sendContractCall(wallet, { ...call, functionName: "contributeFunds", args }));
}

/** What a contribution mined at a pool has made. */
export function toContributed(pool: Hex, receipt: TransactionReceipt): ContributeReturnType {
  const abi = serviceNodeContributionAbi;
  const [made] = parseEventLogs({ abi, eventName: "Contributed", logs: receipt.logs });
  const [finalized] = parseEventLogs({ abi, eventName: "Finalized", logs: receipt.logs });
  if (made !== undefined) return { receipt, contributed: made.args.contributed, nodeId: finalized?.args.nodeId };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "contributeFunds" },
    `${pool} mined the contribution without reporting it: is it a pool?`,
  );
}
