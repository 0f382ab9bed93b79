import { type Account, type Hex, numberToHex, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { type ContractCall, Rehearsal, type Rehearsed } from "./rehearsal.ts";
import { AssumedState } from "./tokenOverrides.ts";

/** One transaction that the act would send. */
export type DryCall = { readonly address: Hex; readonly functionName: string; readonly gas: bigint };
export type DryRunParameters = {
  readonly publicClient: Wallet["publicClient"];
  /** Who would sign. */
  readonly account: Hex;
};
export type DryRunReturnType = {
  /** In the order they would be sent; empty when there is nothing to send. */
  readonly calls: readonly DryCall[];
  readonly gas: bigint;
  /** Gas of all calls at the most a unit costs now, wei. */
  readonly feeWei: bigint;
  /**
   * False where the act stopped before its end, as one does that goes on with the result of a call the RPC can't play: then
   * it may cost more.
   */
  readonly isWhole: boolean;
};

/** What checking a permit and writing its nonce and allowance costs beyond a call whose allowance is there. */
const PERMIT_GAS = 50_000n;
/** Well-formed, and nobody's. Our contracts ignore a permit that fails where the allowance suffices. */
const NO_SIGNATURE = `0x${"11".repeat(32)}${"11".repeat(32)}1b` as const;

type Permit = { readonly domain: { readonly verifyingContract: Hex }; readonly message: { readonly spender: Hex } };
type PublicMethods = Record<"simulateContract" | "estimateContractGas" | "readContract", (call: object) => unknown>;

/**
 * Runs a write action with a wallet that records instead of signing: nothing is sent, nobody is asked. Approvals and permits
 * count as given and the account's tokens as there, so a cost is known before either. Calls that need what a call before
 * them made are played after it, where the RPC offers `eth_simulateV1`; elsewhere only those before them are known, and
 * `isWhole` is false.
 *
 * @throws what the action throws (SdkError CONTRACT_REVERTED, API_PROBLEM, …) where its first call would fail now
 * @example
 * const { feeWei } = await dryRun((wallet) => claim(wallet, { contract, node, recipient }), { publicClient, account });
 */
export async function dryRun(
  act: (wallet: Wallet) => Promise<unknown>,
  { publicClient, account }: DryRunParameters,
): Promise<DryRunReturnType> {
  const recorder = new Recorder(publicClient, account);
  const isWhole = await act(recorder.wallet()).then(
    () => true,
    (error: unknown) => {
      // Without a rehearsal there are no events in a receipt, and actions that look for them say so.
      if (!recorder.isRecorded) throw error;
      return false;
    },
  );
  const { calls } = recorder;
  const gas = calls.reduce((sum, call) => sum + call.gas, 0n);
  const { maxFeePerGas } = await publicClient.estimateFeesPerGas();
  return { calls, gas, feeWei: gas * maxFeePerGas, isWhole };
}

class Recorder {
  readonly calls: DryCall[] = [];
  readonly #publicClient: Wallet["publicClient"];
  readonly #account: Hex;
  readonly #assumed: AssumedState;
  readonly #rehearsal: Rehearsal;
  readonly #played: ContractCall[] = [];
  /** Calls that would fail: actions repeat what waiting may repair, and a dry run needn't. */
  readonly #failed = new Set<string>();
  #permitGas = 0n;
  /** True after a call that went through, until another is tried that needs nothing of it. */
  isRecorded = false;

  constructor(publicClient: Wallet["publicClient"], account: Hex) {
    this.#publicClient = publicClient;
    this.#account = account;
    this.#assumed = new AssumedState(account);
    this.#rehearsal = new Rehearsal(publicClient, account);
  }

  wallet(): Wallet {
    const methods = this.#publicClient as unknown as PublicMethods;
    const publicClient = {
      ...this.#publicClient,
      readContract: (call: ContractCall) => {
        if (call.functionName === "allowance") this.#assumed.assumeBalance(call.address);
        return this.#after(call, () => methods.readContract(call));
      },
      simulateContract: (call: ContractCall) => this.#simulate(call),
      waitForTransactionReceipt: ({ hash }: { hash: Hex }) => this.#receipt(hash),
      sendRawTransaction: refuse,
    };
    const walletClient = {
      account: { address: this.#account, type: "json-rpc" } satisfies Account,
      chain: this.#publicClient.chain,
      writeContract: (call: ContractCall) => this.#record(call),
      signTypedData: (data: Permit) => this.#permit(data),
      getCapabilities: async () => ({}),
      request: refuse,
    };
    return { publicClient, walletClient } as unknown as Wallet;
  }

  /** What the chain says once the calls recorded so far are made; approvals are assumed, and change nothing else. */
  async #after(call: ContractCall, now: () => unknown): Promise<unknown> {
    if (!this.#isAhead) return now();
    const rehearsed = await this.#play([...this.#played, call]);
    if (rehearsed === undefined) return now();
    if (rehearsed.status === "failure") throw rehearsed.error;
    return rehearsed.result;
  }

  get #isAhead(): boolean {
    return this.#played.some(({ functionName }) => functionName !== "approve");
  }

  #play(calls: readonly ContractCall[]): Promise<Rehearsed | undefined> {
    return this.#rehearsal.play(calls, this.#assumed.toOverride());
  }

  async #simulate(call: ContractCall): Promise<unknown> {
    this.isRecorded = this.#isAhead;
    const key = keyOf(call);
    if (this.#failed.has(key)) throw new Error(`${call.functionName} has failed in this dry run already`);
    try {
      const methods = this.#publicClient as unknown as PublicMethods;
      return await this.#after(call, () => methods.simulateContract({ ...call, ...this.#assumptions() }));
    } catch (error) {
      this.#failed.add(key);
      throw error;
    }
  }

  async #record(call: ContractCall): Promise<Hex> {
    const { address, functionName, args = [] } = call;
    const gas = await this.#gasOf(call);
    this.#played.push(call);
    if (functionName === "approve") this.#assumed.assumeAllowance(address, args[0] as Hex);
    this.calls.push({ address, functionName, gas: gas + this.#permitGas });
    this.#permitGas = 0n;
    this.isRecorded = true;
    return numberToHex(this.calls.length, { size: 32 });
  }

  async #gasOf(call: ContractCall): Promise<bigint> {
    const rehearsed = this.#isAhead ? await this.#play([...this.#played, call]) : undefined;
    if (rehearsed?.status === "success") return rehearsed.gasUsed;
    const methods = this.#publicClient as unknown as PublicMethods;
    return (await methods.estimateContractGas({ ...call, ...this.#assumptions() })) as bigint;
  }

  async #receipt(transactionHash: Hex): Promise<TransactionReceipt> {
    const rehearsed = await this.#play(this.#played);
    const logs = rehearsed?.status === "success" ? rehearsed.logs : [];
    return { status: "success", transactionHash, logs } as TransactionReceipt;
  }

  async #permit({ domain, message }: Permit): Promise<Hex> {
    this.#assumed.assumeBalance(domain.verifyingContract);
    this.#assumed.assumeAllowance(domain.verifyingContract, message.spender);
    this.#permitGas += PERMIT_GAS;
    return NO_SIGNATURE;
  }

  #assumptions() {
    return { account: this.#account, stateOverride: this.#assumed.toOverride() };
  }
}

function keyOf({ address, functionName, args }: ContractCall): string {
  const texts = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return JSON.stringify([address, functionName, args], texts);
}

async function refuse(): Promise<never> {
  throw new Error("a dry run sends nothing");
}
