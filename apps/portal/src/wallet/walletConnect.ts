import { type CreateConnectorFn, createConnector } from "wagmi";

export const WALLET_CONNECT_ID = "walletConnect";
const USED_ITEM = "session.walletConnect.used";

type Real = ReturnType<CreateConnectorFn>;

/**
 * WalletConnect, none of which is loaded and none of whose servers is asked before somebody chooses it: wagmi's own connector
 * would do both at the start of every page. Once used, it is loaded at the start until it is disconnected.
 */
export function lazyWalletConnect(projectId: string, storage: Storage) {
  return createConnector((config) => {
    let made: Promise<Real> | undefined;
    const real = () => {
      made ??= import("./walletConnectReal.ts").then(({ makeWalletConnect }) => makeWalletConnect(projectId)(config));
      return made;
    };
    const connect: Real["connect"] = async (parameters) => {
      const connected = await (await real()).connect(parameters);
      storage.setItem(USED_ITEM, "yes");
      return connected;
    };
    return {
      id: WALLET_CONNECT_ID,
      name: "WalletConnect",
      type: WALLET_CONNECT_ID,
      connect,
      disconnect: async () => {
        storage.removeItem(USED_ITEM);
        await (await real()).disconnect();
      },
      getAccounts: async () => (await real()).getAccounts(),
      getChainId: async () => (await real()).getChainId(),
      getProvider: async (parameters) => (await real()).getProvider(parameters),
      isAuthorized: async () => storage.getItem(USED_ITEM) !== null && (await real()).isAuthorized(),
      switchChain: async (parameters) => {
        const { switchChain } = await real();
        if (switchChain === undefined) throw new TypeError("WalletConnect can't switch chains");
        return switchChain.call(await real(), parameters);
      },
      // The real one hears of these itself.
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {},
    };
  });
}
