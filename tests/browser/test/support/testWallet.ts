import type { BrowserContext } from "playwright-core";
import { type Address, createWalletClient, defineChain, type Hex, http, type TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";

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
type Answer = { readonly result: unknown } | { readonly error: { code: number; message: string; data?: unknown } };
type SentTransaction = { readonly to?: Address; readonly data?: Hex; readonly value?: Hex; readonly chainId?: Hex };

const SIGNING = new Set(["eth_sendTransaction", "eth_signTypedData_v4", "personal_sign"]);

/**
 * A wallet as browsers have them by an extension: announced by EIP-6963, asked by EIP-1193. It signs with a real key on the
 * real chain, in this process; what a person does at its window, to agree or to refuse, is told it by the test.
 */
export class TestWallet {
  readonly #account;
  readonly #client;
  #chainId: number;
  /** Wallets tell nobody an account before the person has agreed to it. */
  #isAllowed = false;
  #refusals = 0;
  #elsewhere: (() => Promise<void>) | undefined;
  /** Methods that were asked to sign, in their order. */
  readonly asked: string[] = [];
  /** Transactions as pages handed them over. */
  readonly sent: SentTransaction[] = [];

  constructor({ privateKey, rpcUrl, chainId }: { privateKey: Hex; rpcUrl: string; chainId: number }) {
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    const chain = defineChain({
      id: chainId,
      name: "devnet",
      nativeCurrency,
      rpcUrls: { default: { http: [rpcUrl] } },
    });
    this.#account = privateKeyToAccount(privateKey);
    this.#client = createWalletClient({ account: this.#account, chain, transport: http(rpcUrl) });
    this.#chainId = chainId;
  }

  get address(): Address {
    return this.#account.address;
  }

  /** The person will say no to what is asked next. */
  refuseNext(count = 1): void {
    this.#refusals = count;
  }

  /** What happens elsewhere while the wallet shows the next transaction, and before the person agrees. */
  meanwhile(act: () => Promise<void>): void {
    this.#elsewhere = act;
  }

  /** Announces it to every page of a context. */
  async install(context: BrowserContext): Promise<void> {
    await context.exposeFunction("askTestWallet", (call: Call) => this.#answer(call));
    await context.addInitScript(announce);
  }

  async #answer(call: Call): Promise<Answer> {
    try {
      return { result: (await this.#request(call)) ?? null };
    } catch (error) {
      const { code, message, data } = error as { code?: number; message?: string; data?: unknown };
      return { error: { code: code ?? -32_603, message: message ?? String(error), data } };
    }
  }

  async #request({ method, params = [] }: Call): Promise<unknown> {
    if (SIGNING.has(method)) {
      this.asked.push(method);
      if (this.#refusals > 0) {
        this.#refusals--;
        throw new ProviderError(4_001, "User rejected the request.");
      }
    }
    switch (method) {
      case "eth_requestAccounts":
        this.#isAllowed = true;
        return [this.address];
      case "eth_accounts":
        return this.#isAllowed ? [this.address] : [];
      case "eth_chainId":
        return `0x${this.#chainId.toString(16)}`;
      case "wallet_switchEthereumChain":
        this.#chainId = Number((params[0] as { chainId: Hex }).chainId);
        return null;
      case "eth_signTypedData_v4":
        return this.#account.signTypedData(JSON.parse(String(params[1])) as TypedDataDefinition);
      case "personal_sign":
        return this.#account.signMessage({ message: { raw: params[0] as Hex } });
      case "eth_sendTransaction":
        return this.#send(params[0] as SentTransaction);
      default:
        if (method.startsWith("wallet_")) throw new ProviderError(4_200, `${method} is not supported`);
        return this.#client.request({ method, params } as never);
    }
  }

  /** The gas is settled when the wallet's window opens, as wallets do it. */
  async #send(transaction: SentTransaction): Promise<Hex> {
    this.sent.push(transaction);
    const { to, data, value } = transaction;
    const call = { to: to ?? null, data: data ?? "0x", value: BigInt(value ?? 0) };
    const { gas } = await this.#client.prepareTransactionRequest({ ...call, parameters: ["gas"] });
    const elsewhere = this.#elsewhere;
    this.#elsewhere = undefined;
    await elsewhere?.();
    return this.#client.sendTransaction({ ...call, gas });
  }
}

/** Runs in the page: EIP-6963's announcement of a provider that asks this process. */
function announce(): void {
  const ask = (call: unknown) =>
    (window as unknown as { askTestWallet: (call: unknown) => Promise<Answer> }).askTestWallet(call);
  const provider = {
    async request(call: unknown) {
      const answer = await ask(call);
      if ("error" in answer) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.result;
    },
    on: () => provider,
    removeListener: () => provider,
  };
  const info = {
    uuid: "5d3a8c1e-0b7f-4a52-9e61-2f4c8d6b7a90",
    name: "Test wallet",
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    rdns: "org.session.testwallet",
  };
  const detail = Object.freeze({ info: Object.freeze(info), provider });
  const tell = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", tell);
  tell();
}
