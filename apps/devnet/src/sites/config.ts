import { type DevnetState, vestingsOf } from "../state.ts";

/** Where everything of a network is that a site may talk to: base URLs and addresses. */
export type NetworkPlaces = {
  readonly chainId: number;
  readonly contracts: DevnetState["contracts"];
  readonly l2: string;
  readonly indexer: string;
  readonly faucet: string;
  /** APIs of all nodes. */
  readonly nodes: readonly string[];
  /** Sites by name. */
  readonly sites: Readonly<Record<string, string>>;
};

/** @param l2Url of the devnet's own L2, or of the foreign one it runs on */
export function placesOf(
  { chainId, contracts, ports }: Pick<DevnetState, "chainId" | "contracts" | "ports">,
  l2Url: string,
): NetworkPlaces {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    chainId,
    contracts,
    l2: l2Url,
    indexer: at(ports.indexer),
    faucet: at(ports.faucet),
    nodes: Object.values(ports.nodes).map(({ api }) => at(api)),
    sites: Object.fromEntries(Object.entries(ports.sites).map(([name, port]) => [name, at(port)])),
  };
}

/** The portal's `/config.json`; its fields are described in apps/portal/README.md. */
export function toPortalConfig({ chainId, contracts, l2, indexer, faucet, nodes, sites }: NetworkPlaces) {
  const { serviceNodeRewards, rewardRatePool, seshL2: sesh, serviceNodeContributionFactory } = contracts;
  const vestings = vestingsOf(contracts);
  return {
    networkName: "devnet",
    chainId,
    rpcUrl: l2,
    indexerUrl: indexer,
    faucetUrl: faucet,
    contracts: { serviceNodeRewards, rewardRatePool, sesh, serviceNodeContributionFactory, vestings },
    nodeApis: nodes,
    burnerWallet: true,
    ...(sites.explorer === undefined ? {} : { explorerUrl: sites.explorer }),
  };
}

/** The explorer's `/config.json`. */
export function toExplorerConfig({ chainId, contracts, l2, indexer, nodes }: NetworkPlaces) {
  const contract = contracts.serviceNodeRewards;
  return { networkName: "devnet", chainId, rpcUrl: l2, indexerUrl: indexer, contract, nodeApis: nodes };
}
