import type { BrowserContext } from "playwright-core";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hash,
  type Hex,
  http,
  numberToHex,
  type TypedDataDefinition,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { announceWallet, type WalletAnswer, type WalletEvent } from "./announceWallet.ts";
import { type BatchedCall, sendTogether } from "./batchAccount.ts";

/** What a provider throws, by EIP-1193. */
class ProviderError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

type Call = { readonly method: string; readonly params?: readonly unknown[] };
type SentTransaction = { readonly to?: Address; readonly data?: Hex; readonly value?: Hex; readonly chainId?: Hex };
type SentCalls = { readonly calls: readonly BatchedCall[]; readonly chainId: Hex };

/** What a wallet opens its window for. */
const ASKING = new Set([
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "personal_sign",
  "wallet_sendCalls",
  "wallet_watchAsset",
]);
/** Of a call's whole gas: more than the transaction itself costs, less than what it does. */
const STARVED = { numerator: 7n, denominator: 10n };

export type TestWalletOptions = {
  readonly privateKey: Hex;
  readonly rpcUrl: string;
  readonly chainId: number;
  /** The chain it is on at first. Default: the devnet's. */
  readonly startsOn?: number;
  /** Whether it sends several calls as one (EIP-5792), all or none, as an account that delegates (EIP-7702). Default false. */
  readonly batches?: boolean;
};

/**
 * A wallet as browsers have them by an extension: announced by EIP-6963, asked by EIP-1193. It signs with a real key on the
 * real chain, in this process; what a person does at its window, to agree or to refuse, is told it by the test.
 */
export class TestWallet {
  readonly #account;
  readonly #client;
  readonly #reader;
  readonly #batches: boolean;
  readonly #contexts: BrowserContext[] = [];
  #chainId: number;
  /** Wallets tell nobody an account before the person has agreed to it. */
  #isAllowed = false;
  #refusals = 0;
  #isStarving = false;
  #elsewhere: { readonly act: () => Promise<void>; readonly method: string } | undefined;
  /** Methods that opened its window, in their order. */
  readonly asked: string[] = [];
  /** Transactions as pages handed them over, and the calls of batches. */
  readonly given: SentTransaction[] = [];
  /** What it has sent, in its order. */
  readonly sent: Hash[] = [];

  constructor({ privateKey, rpcUrl, chainId, startsOn = chainId, batches = false }: TestWalletOptions) {
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    const chain = defineChain({
      id: chainId,
      name: "devnet",
      nativeCurrency,
      rpcUrls: { default: { http: [rpcUrl] } },
    });
    const transport = http(rpcUrl);
    this.#account = privateKeyToAccount(privateKey);
    this.#client = createWalletClient({ account: this.#account, chain, transport });
    this.#reader = createPublicClient({ chain, transport, pollingInterval: 250 });
    this.#batches = batches;
    this.#chainId = startsOn;
  }

  get address(): Address {
    return this.#account.address;
  }

  /** The person will say no to what is asked next. */
  refuseNext(count = 1): void {
    this.#refusals = count;
  }

  /** The person lowers the gas limit of the next transaction in the wallet's window, so that it is mined and fails. */
  starveNext(): void {
    this.#isStarving = true;
  }

  /** What happens elsewhere while the wallet shows the next transaction, or what else it is asked, before the person agrees. */
  meanwhile(act: () => Promise<void>, method = "eth_sendTransaction"): void {
    this.#elsewhere = { act, method };
  }

  /** The person chooses another chain in the wallet, which tells all pages. */
  async switchTo(chainId: number): Promise<void> {
    this.#chainId = chainId;
    const event: WalletEvent = { name: "chainChanged", value: numberToHex(chainId) };
    const pages = this.#contexts.flatMap((context) => context.pages());
    await Promise.all(
      pages.map((page) =>
        page.evaluate((told) => {
          (window as unknown as { tellTestWallet: (event: WalletEvent) => void }).tellTestWallet(told);
        }, event),
      ),
    );
  }

  /** Announces it to every page of a context. */
  async install(context: BrowserContext): Promise<void> {
    this.#contexts.push(context);
    await context.exposeFunction("askTestWallet", (call: Call) => this.#answer(call));
    await context.addInitScript(announceWallet);
  }

  async #answer(call: Call): Promise<WalletAnswer> {
    try {
      return { result: (await this.#request(call)) ?? null };
    } catch (error) {
      const { code, message, data } = error as { code?: number; message?: string; data?: unknown };
      return { error: { code: code ?? -32_603, message: message ?? String(error), data } };
    }
  }

  async #request({ method, params = [] }: Call): Promise<unknown> {
    if (ASKING.has(method)) await this.#openWindow(method);
    switch (method) {
      case "eth_requestAccounts":
        this.#isAllowed = true;
        return [this.address];
      case "eth_accounts":
        return this.#isAllowed ? [this.address] : [];
      case "eth_chainId":
        return numberToHex(this.#chainId);
      case "wallet_switchEthereumChain":
        return this.switchTo(Number((params[0] as { chainId: Hex }).chainId));
      case "eth_signTypedData_v4":
        return this.#account.signTypedData(JSON.parse(String(params[1])) as TypedDataDefinition);
      case "personal_sign":
        return this.#account.signMessage({ message: { raw: params[0] as Hex } });
      case "eth_sendTransaction":
        return this.#send(params[0] as SentTransaction);
      case "wallet_watchAsset":
        return true;
      default:
        if (method.startsWith("wallet_")) return this.#requestBatch(method, params);
        return this.#client.request({ method, params } as never);
    }
  }

  async #openWindow(method: string): Promise<void> {
    this.asked.push(method);
    // A transaction's gas is settled first, see #send.
    if (method !== "eth_sendTransaction") await this.#passTime(method);
    if (this.#refusals === 0) return;
    this.#refusals--;
    throw new ProviderError(4_001, "User rejected the request.");
  }

  async #passTime(method: string): Promise<void> {
    const elsewhere = this.#elsewhere;
    if (elsewhere?.method !== method) return;
    this.#elsewhere = undefined;
    await elsewhere.act();
  }

  /** What names no chain could be sent to another than the page means; what names another would be. */
  #assertChain(chainId: Hex | undefined): void {
    if (chainId === numberToHex(this.#chainId)) return;
    throw new ProviderError(-32_602, `The request is for chain ${chainId}, the wallet is on ${this.#chainId}.`);
  }

  /** The gas is settled when the wallet's window opens, as wallets do it. */
  async #send(transaction: SentTransaction): Promise<Hex> {
    this.given.push(transaction);
    const { to, data, value, chainId } = transaction;
    this.#assertChain(chainId);
    const call = { to: to ?? null, data: data ?? "0x", value: BigInt(value ?? 0) };
    const { gas: needed } = await this.#client.prepareTransactionRequest({ ...call, parameters: ["gas"] });
    await this.#passTime("eth_sendTransaction");
    const gas = this.#isStarving ? (needed * STARVED.numerator) / STARVED.denominator : needed;
    this.#isStarving = false;
    const hash = await this.#client.sendTransaction({ ...call, gas });
    this.sent.push(hash);
    return hash;
  }

  /** EIP-5792, by an account that delegates to a program which makes all calls, or none. */
  async #requestBatch(method: string, params: readonly unknown[]): Promise<unknown> {
    if (!this.#batches) throw new ProviderError(4_200, `${method} is not supported`);
    switch (method) {
      case "wallet_getCapabilities":
        return { [numberToHex(this.#chainId)]: { atomic: { status: "supported" } } };
      case "wallet_sendCalls":
        return { id: await this.#sendBatch(params[0] as SentCalls) };
      case "wallet_getCallsStatus":
        return this.#describeBatch(params[0] as Hash);
      default:
        throw new ProviderError(4_200, `${method} is not supported`);
    }
  }

  async #sendBatch({ calls, chainId }: SentCalls): Promise<Hash> {
    this.given.push(...calls.map((call) => ({ ...call, chainId })));
    this.#assertChain(chainId);
    const hash = await sendTogether(this.#client, calls);
    this.sent.push(hash);
    return hash;
  }

  async #describeBatch(id: Hash): Promise<unknown> {
    const receipt = await this.#reader.getTransactionReceipt({ hash: id }).catch(() => undefined);
    const base = { version: "2.0.0", id, chainId: numberToHex(this.#chainId), atomic: true };
    if (receipt === undefined) return { ...base, status: 100 };
    const { status, blockHash, blockNumber, gasUsed, transactionHash, logs } = receipt;
    const hasWorked = status === "success";
    return {
      ...{ ...base, status: hasWorked ? 200 : 500 },
      receipts: [
        {
          ...{ logs: logs.map(({ address, data, topics }) => ({ address, data, topics })), blockHash, transactionHash },
          ...{ status: numberToHex(hasWorked ? 1 : 0), blockNumber: numberToHex(blockNumber) },
          gasUsed: numberToHex(gasUsed),
        },
      ],
    };
  }
}
