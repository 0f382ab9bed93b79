/** What a wallet answers a page, over the bridge between the page and this process. */
export type WalletAnswer =
  | { readonly result: unknown }
  | { readonly error: { code: number; message: string; data?: unknown } };

/** What a wallet tells a page of its own accord, by EIP-1193. */
export type WalletEvent = { readonly name: "chainChanged" | "accountsChanged"; readonly value: unknown };

/**
 * Runs in the page: announces, by EIP-6963, a provider that asks this process.
 *
 * Playwright sends it over as source, so it uses nothing from around it.
 */
export function announceWallet(): void {
  type Bridge = {
    askTestWallet: (call: unknown) => Promise<WalletAnswer>;
    tellTestWallet: (event: WalletEvent) => void;
  };
  const bridge = window as unknown as Bridge;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  bridge.tellTestWallet = ({ name, value }) => {
    for (const listener of listeners.get(name) ?? []) listener(value);
  };
  const provider = {
    async request(call: unknown) {
      const answer = await bridge.askTestWallet(call);
      if ("error" in answer) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.result;
    },
    on(name: string, listener: (value: unknown) => void) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(name: string, listener: (value: unknown) => void) {
      listeners.get(name)?.delete(listener);
      return provider;
    },
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
