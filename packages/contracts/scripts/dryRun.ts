import { startAnvil } from "@session/testing";
import {
  type Abi,
  custom,
  decodeFunctionData,
  getContractAddress,
  type Hex,
  http,
  parseTransaction,
  recoverTransactionAddress,
  type TransactionSerialized,
  type Transport,
} from "viem";
import * as contracts from "../src/index.ts";

/** A transaction that would have been sent. */
export type DryRunTransaction = {
  readonly nonce: number;
  /** What it does, in words: `create TokenVestingStaking at 0x…` or `transfer(0x…, 1)`. */
  readonly description: string;
  /** Limit asked for. */
  readonly gas: bigint;
  readonly from: Hex;
  /** Null for a contract's creation. */
  readonly to: Hex | null;
  readonly data: Hex;
};

export type DryRun = {
  /** Answers like the chain, with the transactions sent through it carried out on a copy. */
  readonly transport: Transport;
  readonly transactions: readonly DryRunTransaction[];
  stop(): Promise<void>;
};

/**
 * Forks a chain into an Anvil of its own, where everything sent is really executed, so that what would revert does, and
 * the chain itself is only read.
 *
 * @param report called for each transaction as it is sent
 */
export async function startDryRun(
  rpcUrl: string,
  chainId: number,
  report: (transaction: DryRunTransaction) => void,
): Promise<DryRun> {
  const anvil = await startAnvil({ chainId, args: ["--fork-url", rpcUrl], readyTimeoutMs: 60_000 });
  const transactions: DryRunTransaction[] = [];
  const inner = http(anvil.url, { retryCount: 0 })({});
  const transport = custom(
    {
      async request({ method, params }: { method: string; params?: unknown }) {
        if (method === "eth_sendRawTransaction") {
          const transaction = await describe((params as [TransactionSerialized])[0]);
          transactions.push(transaction);
          report(transaction);
        }
        return inner.request({ method, params } as Parameters<typeof inner.request>[0]);
      },
    },
    { retryCount: 0 },
  );
  return { transport, transactions, stop: () => anvil.kill() };
}

async function describe(serializedTransaction: TransactionSerialized): Promise<DryRunTransaction> {
  const parsed = parseTransaction(serializedTransaction);
  const from = await recoverTransactionAddress({ serializedTransaction });
  const { nonce = 0, to = null, data = "0x", gas = 0n } = parsed;
  const description =
    to === null
      ? `create ${nameOf(data)} at ${getContractAddress({ from, nonce: BigInt(nonce) })}`
      : describeCall(data);
  return { nonce, description, gas, from, to, data };
}

/** Artifacts and ABIs by what they are exported as. */
const exported = Object.entries(contracts as Readonly<Record<string, unknown>>);

function nameOf(initCode: Hex): string {
  for (const [, value] of exported) {
    if (typeof value !== "object" || value === null || !("bytecode" in value) || !("contractName" in value)) continue;
    if (initCode.startsWith(String(value.bytecode))) return String(value.contractName);
  }
  return `a contract of ${(initCode.length - 2) / 2} bytes`;
}

function describeCall(data: Hex): string {
  for (const [name, value] of exported) {
    if (!name.endsWith("Abi")) continue;
    const call = tryDecode(value as Abi, data);
    if (call !== undefined) return call;
  }
  return `${data.slice(0, 10)}…`;
}

function tryDecode(abi: Abi, data: Hex): string | undefined {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    return `${functionName}(${args.map(String).join(", ")})`;
  } catch {
    // Not a function of this contract.
    return undefined;
  }
}
