import { type Address, type Client, encodeFunctionData, type Hex, type LocalAccount } from "viem";
import { estimateFeesPerGas, getTransactionCount, sendRawTransaction, waitForTransactionReceipt } from "viem/actions";
import { DeployError } from "./errors.ts";

/** One transaction to send. Gas is given, because a transaction can't be estimated before those it builds on. */
export type Step = {
  readonly name: string;
  readonly to: Address;
  readonly data: Hex;
  readonly gas: bigint;
};

export type SendAllOptions = {
  readonly client: Client;
  readonly chainId: number;
  readonly account: LocalAccount;
  readonly mineOnDemand: boolean;
  readonly pollingMs: number;
};

/** Shorthand for a step that calls a contract. */
export function step(name: string, to: Address, gas: bigint, call: Parameters<typeof encodeFunctionData>[0]): Step {
  return { name, to, gas, data: encodeFunctionData(call) };
}

/**
 * Sends transactions one behind the other without waiting in between, then waits for all.
 *
 * @throws {DeployError} `DEPLOY_TRANSACTION_REVERTED` for the first that failed
 */
export async function sendAll(steps: readonly Step[], options: SendAllOptions): Promise<void> {
  const { client, chainId, account, mineOnDemand, pollingMs } = options;
  if (steps.length === 0) return;
  const [fees, firstNonce] = await Promise.all([
    estimateFeesPerGas(client, { chain: null, type: "eip1559" }),
    getTransactionCount(client, { address: account.address, blockTag: "pending" }),
  ]);
  const sent: { name: string; hash: Hex }[] = [];
  for (const [i, { name, to, data, gas }] of steps.entries()) {
    const nonce = firstNonce + i;
    const serializedTransaction = await account.signTransaction({
      type: "eip1559",
      chainId,
      to,
      data,
      gas,
      nonce,
      maxFeePerGas: fees.maxFeePerGas,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
    });
    sent.push({ name, hash: await sendRawTransaction(client, { serializedTransaction }) });
  }
  if (mineOnDemand) await (client.request as (args: { method: string }) => Promise<unknown>)({ method: "evm_mine" });
  for (const { name, hash } of sent) {
    const receipt = await waitForTransactionReceipt(client, { hash, pollingInterval: pollingMs });
    if (receipt.status !== "success")
      throw new DeployError(
        { code: "DEPLOY_TRANSACTION_REVERTED", step: name, hash },
        `${name} reverted in ${hash}. Trace it with debug_traceTransaction.`,
      );
  }
}
