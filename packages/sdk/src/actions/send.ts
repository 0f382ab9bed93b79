import { rewardRatePoolAbi, serviceNodeRewardsAbi, seshL2Abi } from "@session/contracts";
import {
  type Abi,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  type Hex,
  type TransactionReceipt,
} from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";

export type SendParameters<
  ContractAbi extends Abi,
  Name extends ContractFunctionName<ContractAbi, "nonpayable" | "payable">,
> = {
  readonly address: Hex;
  readonly abi: ContractAbi;
  readonly functionName: Name;
  readonly args: ContractFunctionArgs<ContractAbi, "nonpayable" | "payable", Name>;
};

/** A call may fail in a contract behind the one called, the token above all. */
export const KNOWN_ERRORS = [...serviceNodeRewardsAbi, ...seshL2Abi, ...rewardRatePoolAbi].filter(
  ({ type }) => type === "error",
);

/**
 * Simulates, sends and waits: a call that would fail is refused before it costs anything.
 *
 * @throws SdkError CONTRACT_REVERTED naming the contract's own error, and the time from which the call works where the
 * error knows one; TRANSACTION_FAILED when it was mined and failed for a reason that is gone again
 */
export async function sendContractCall<
  const ContractAbi extends Abi,
  Name extends ContractFunctionName<ContractAbi, "nonpayable" | "payable">,
>(wallet: Wallet, call: SendParameters<ContractAbi, Name>): Promise<TransactionReceipt> {
  const { publicClient, walletClient } = wallet;
  const action = String(call.functionName);
  const request = toRequest(wallet, call);
  const simulate = () => simulateContractCall(wallet, call);
  await simulate();
  const hash = await explained(action, () => walletClient.writeContract(request));
  const receipt = await publicClient.waitForTransactionReceipt({ hash, pollingInterval: 250 });
  if (receipt.status === "success") return receipt;
  // Something came in between: tried once more, the contract says what.
  await simulate();
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash, action },
    `${action} was mined in ${hash} and failed, though it would have worked a moment before. Look at it, then try again.`,
  );
}

/**
 * Whether the call would work now, without sending it.
 *
 * @throws SdkError CONTRACT_REVERTED, as {@link sendContractCall} does
 */
export async function simulateContractCall<
  const ContractAbi extends Abi,
  Name extends ContractFunctionName<ContractAbi, "nonpayable" | "payable">,
>(wallet: Wallet, call: SendParameters<ContractAbi, Name>): Promise<void> {
  const request = toRequest(wallet, call);
  await explained(String(call.functionName), () => wallet.publicClient.simulateContract(request));
}

function toRequest<
  const ContractAbi extends Abi,
  Name extends ContractFunctionName<ContractAbi, "nonpayable" | "payable">,
>({ walletClient }: Wallet, call: SendParameters<ContractAbi, Name>): never {
  const abi = [...call.abi, ...KNOWN_ERRORS];
  return { ...call, abi, account: walletClient.account, chain: walletClient.chain } as never;
}

/** Runs what asks the chain or the wallet; a contract's refusal becomes CONTRACT_REVERTED. */
export async function explained<T>(action: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const reverted =
      error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
    const name = reverted.data?.errorName ?? reverted.reason ?? "without a reason";
    const args = reverted.data?.args ?? [];
    const said = args.length === 0 ? name : `${name}(${args.map(String).join(", ")})`;
    const message = `${action} would fail: ${said}.${whenOf(name, args[0])}`;
    throw new SdkError({ code: "CONTRACT_REVERTED", name, args, action }, message, { cause: error });
  }
}

/** Errors whose first argument is the time, in unix seconds, from which the call works. */
const TIME_ERRORS: ReadonlySet<string> = new Set(["TooEarly", "WithdrawalTooEarly"]);
/** The last second a date can name. */
const LAST_DATE_SEC = 8_640_000_000_000n;

function whenOf(name: string, from: unknown): string {
  if (!TIME_ERRORS.has(name) || typeof from !== "bigint" || from > LAST_DATE_SEC) return "";
  return ` It works from ${new Date(Number(from) * 1_000).toISOString()} on.`;
}
