import type { DevnetState } from "../state.ts";

/** Where everything of a network is that a site may talk to; base URLs. */
export type NetworkUrls = {
  readonly chainId: number;
  readonly l2: string;
  readonly indexer: string;
  readonly faucet: string;
  /** APIs of all nodes. */
  readonly nodes: readonly string[];
  /** Sites by name. */
  readonly sites: Readonly<Record<string, string>>;
};

/** @param l2Url of the devnet's own L2, or of the foreign one it runs on */
export function urlsOf({ chainId, ports }: Pick<DevnetState, "chainId" | "ports">, l2Url: string): NetworkUrls {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    chainId,
    l2: l2Url,
    indexer: at(ports.indexer),
    faucet: at(ports.faucet),
    nodes: Object.values(ports.nodes).map(({ api }) => at(api)),
    sites: Object.fromEntries(Object.entries(ports.sites).map(([name, port]) => [name, at(port)])),
  };
}

/** The portal's `/config.json`; its fields are described in apps/portal/README.md. */
export function toPortalConfig({ chainId, l2, indexer, faucet, sites }: NetworkUrls) {
  return {
    networkName: "devnet",
    chainId,
    rpcUrl: l2,
    indexerUrl: indexer,
    faucetUrl: faucet,
    burnerWallet: true,
    ...(sites.explorer === undefined ? {} : { explorerUrl: sites.explorer }),
  };
}
