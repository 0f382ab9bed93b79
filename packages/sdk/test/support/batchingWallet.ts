import { concat, createWalletClient, custom, type Hex, http, numberToHex, pad, size } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { BatchCall, Wallet } from "../../src/index.ts";
import type { TestContracts } from "./contracts.ts";

/**
 * Makes the calls in its calldata one after the other, each as `to` (32 B), length (32 B), data; the first that fails takes
 * all of them back with its reason. Written out because no contract of ours does it:
 *
 * off = 0; while (off < calldatasize) { len = calldata[off + 32]; copy(off + 64, len); call(calldata[off]) or revert;
 * off += len + 64 }
 */
const EXECUTOR =
  "0x5f5b36811015602957806020013580826040015f375f5f825f5f86355af115602b57016040016001565b005b3d5f5f3e3d5ffd";

type Requested = { readonly method: string; readonly params?: readonly unknown[] };
type SentCalls = { readonly calls: readonly BatchCall[]; readonly atomicRequired: boolean; readonly version: string };

export type BatchingWallet = {
  readonly wallet: Wallet;
  /** Methods that a person would have been asked about, in their order. */
  readonly asked: readonly string[];
};

/**
 * A wallet with EIP-5792 as a browser has one: an EIP-1193 provider whose account has delegated to an executor (EIP-7702), so
 * a batch is one transaction that works as a whole or not at all.
 *
 * @param status - what it says of atomic batches
 */
export async function batchingWallet(
  contracts: TestContracts,
  account: PrivateKeyAccount,
  status: "supported" | "ready" | "unsupported" = "supported",
): Promise<BatchingWallet> {
  const { publicClient, walletClient } = contracts.wallet(account);
  const local = createWalletClient({ account, chain: publicClient.chain, transport: http() });
  const deployed = await publicClient.waitForTransactionReceipt({
    hash: await local.sendTransaction({ data: initOf(EXECUTOR) }),
  });
  if (deployed.contractAddress == null) throw new Error("no contract was created");
  const executor = deployed.contractAddress;
  const asked: string[] = [];
  const request = async ({ method, params = [] }: Requested): Promise<unknown> => {
    if (method === "wallet_getCapabilities") return { [numberToHex(publicClient.chain.id)]: { atomic: { status } } };
    if (method === "wallet_getCallsStatus") return statusOf(await receiptOf(params[0] as Hex));
    if (method === "eth_chainId") return numberToHex(publicClient.chain.id);
    asked.push(method);
    if (method === "wallet_sendCalls") {
      const { calls, atomicRequired, version } = params[0] as SentCalls;
      if (!atomicRequired || version !== "2.0.0") throw new Error("this wallet sends all or none");
      const authorization = await local.signAuthorization({ contractAddress: executor, executor: "self" });
      const data = concat(calls.flatMap(({ to, data }) => [pad(to), numberToHex(size(data), { size: 32 }), data]));
      // A gas limit of its own: one that estimates it would never send what fails.
      const transaction = { to: account.address, data, authorizationList: [authorization], gas: 5_000_000n };
      return { id: await local.sendTransaction(transaction) };
    }
    if (method === "eth_sendTransaction") {
      const { to, data } = params[0] as BatchCall;
      return local.sendTransaction({ to, data });
    }
    throw new Error(`${method} isn't known here`);
  };
  const receiptOf = async (hash: Hex) => {
    await publicClient.waitForTransactionReceipt({ hash });
    return contracts.anvil.request("eth_getTransactionReceipt", [hash]);
  };
  const client = createWalletClient({
    account: account.address,
    chain: walletClient.chain,
    transport: custom({ request }),
  });
  return { wallet: { publicClient, walletClient: client as Wallet["walletClient"] }, asked };
}

function statusOf(receipt: unknown) {
  const { status } = receipt as { status: Hex };
  return { version: "2.0.0", atomic: true, status: status === "0x1" ? 200 : 500, receipts: [receipt] };
}

/** Init code that returns the code as it is. */
function initOf(code: Hex): Hex {
  return concat(["0x60", numberToHex(size(code), { size: 1 }), "0x8060095f395ff3", code]);
}
