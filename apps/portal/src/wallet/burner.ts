import { SwitchChainError } from "viem";
import { createConnector } from "wagmi";
import { BURNER_CONNECTED_ITEM } from "./burnerKey.ts";

export const BURNER_ID = "burner";

/** A wallet for newcomers on development networks: no extension, a key in the browser's storage. */
export function burner(storage: Storage) {
  // Keys and signing are loaded when the wallet is used.
  const signing = () => import("./burnerAccount.ts");
  const account = async () => (await signing()).burnerAccount(storage);
  return createConnector((config) => ({
    id: BURNER_ID,
    name: "Burner wallet",
    type: "burner",
    async connect<Capabilities extends boolean = false>() {
      storage.setItem(BURNER_CONNECTED_ITEM, "yes");
      const { address } = await account();
      // The caller's choice of form is no more than a type here: there are no capabilities.
      return { accounts: [address] as never, chainId: config.chains[0].id } as {
        accounts: Capabilities extends true ? never : never;
        chainId: number;
      };
    },
    async disconnect() {
      storage.removeItem(BURNER_CONNECTED_ITEM);
    },
    async getAccounts() {
      return [(await account()).address];
    },
    async getChainId() {
      return config.chains[0].id;
    },
    async getProvider() {
      return (await signing()).burnerProvider(config.chains[0], await account());
    },
    async isAuthorized() {
      return storage.getItem(BURNER_CONNECTED_ITEM) !== null;
    },
    async switchChain({ chainId }) {
      if (chainId !== config.chains[0].id) throw new SwitchChainError(new Error("it knows one chain only"));
      return config.chains[0];
    },
    onAccountsChanged() {},
    onChainChanged() {},
    onDisconnect() {
      config.emitter.emit("disconnect");
    },
  }));
}
