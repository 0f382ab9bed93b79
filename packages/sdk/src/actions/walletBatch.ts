import { seshL2Abi } from "@session/contracts";
import {
  type Abi,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type TransactionReceipt,
} from "viem";
import { getCallsStatus, getCapabilities, sendCalls } from "viem/actions";
import type { BatchCall, Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { ApproveParameters } from "./approve.ts";
import { explained, KNOWN_ERRORS, type SendParameters } from "./send.ts";

type WalletClient = Wallet["walletClient"];
export type FindWalletBatchOptions = {
  /** Between two looks at what has become of a batch. */
  readonly pollMs?: number;
  /** How long a wallet may take to say what it can do. */
  readonly answerMs?: number;
};

/**
 * How the wallet sends several calls as one (EIP-5792), for a wallet's `sendBatch`; undefined where it doesn't, or would have
 * to change the account first.
 *
 * @throws from what it returns: SdkError TRANSACTION_FAILED when the wallet says that the calls failed; what the wallet
 * throws, a refusal by the person above all
 */
export async function findWalletBatch(
  walletClient: WalletClient,
  { pollMs = 500, answerMs = 2_000 }: FindWalletBatchOptions = {},
): Promise<Wallet["sendBatch"]> {
  if (!(await canBatch(walletClient, answerMs))) return undefined;
  return async (calls) => {
    const { id } = await sendCalls(walletClient, {
      ...{ account: walletClient.account, chain: walletClient.chain, calls: calls as BatchCall[], forceAtomic: true },
    });
    for (;;) {
      const { status, receipts = [] } = await getCallsStatus(walletClient, { id });
      const hash = receipts.at(-1)?.transactionHash;
      if (status === "success" && hash !== undefined) return hash;
      if (status === "failure")
        throw new SdkError(
          { code: "TRANSACTION_FAILED", hash: hash ?? id, action: "batch" },
          `The wallet sent ${calls.length} calls as one, and they failed together. Look at it, then try again.`,
        );
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  };
}

/** Wallets that don't know the question say so in many ways; one that doesn't answer can't be relied on either. */
async function canBatch(walletClient: WalletClient, answerMs: number): Promise<boolean> {
  const { account, chain } = walletClient;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerMs);
  });
  try {
    const asked = getCapabilities(walletClient, { account, chainId: chain.id }).catch(() => undefined);
    const capabilities = await Promise.race([asked, silence]);
    return capabilities?.atomic?.status === "supported";
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends an approval and the call that needs it as one, after both were simulated one after the other.
 *
 * @returns undefined where the wallet can't, or the RPC can't simulate two calls (`eth_simulateV1`): nothing was sent then
 * @throws SdkError CONTRACT_REVERTED, TRANSACTION_FAILED
 */
export async function tryWalletBatch<
  const ContractAbi extends Abi,
  Name extends ContractFunctionName<ContractAbi, "nonpayable" | "payable">,
>(
  wallet: Wallet,
  { token, spender, amount }: ApproveParameters,
  call: SendParameters<ContractAbi, Name>,
): Promise<TransactionReceipt | undefined> {
  const { publicClient, sendBatch } = wallet;
  if (sendBatch === undefined) return undefined;
  const action = String(call.functionName);
  const approval = {
    ...{ abi: [...seshL2Abi, ...KNOWN_ERRORS], functionName: "approve", args: [spender, amount] },
    to: token,
  };
  const needing = {
    ...{ abi: [...call.abi, ...KNOWN_ERRORS], functionName: action, args: call.args as readonly unknown[] },
    to: call.address,
  };
  const results = await rehearse(wallet, [approval, needing]);
  if (results === undefined) return undefined;
  const failed = results.find(({ error }) => error !== undefined);
  const hash = await explained(action, async () => {
    if (failed !== undefined) throw failed.error;
    return sendBatch([approval, needing].map(toBatchCall));
  });
  const receipt = await publicClient.waitForTransactionReceipt({ hash, pollingInterval: 250 });
  if (receipt.status === "success") return receipt;
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash, action },
    `${action} was mined in ${hash} and failed, though it would have worked a moment before. Look at it, then try again.`,
  );
}

type Step = {
  readonly to: `0x${string}`;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

async function rehearse({ publicClient, walletClient }: Wallet, calls: readonly Step[]) {
  const { results } = await publicClient
    .simulateCalls({ account: walletClient.account, calls: calls as never })
    .catch(() => ({ results: undefined }));
  return results as readonly { readonly error?: Error }[] | undefined;
}

function toBatchCall({ to, abi, functionName, args }: Step): BatchCall {
  return { to, data: encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters) };
}
