import { createConfig, factory } from "ponder";
import { factoryAbi, poolAbi, rewardsAbi } from "./abis.ts";
import { chainId, contracts, databaseUrl, rpcUrl } from "./settings.ts";

const chain = "bench";
const deployed = factoryAbi.find((item) => item.type === "event" && item.name === "PoolDeployed");

export default createConfig({
  database: { kind: "postgres", connectionString: databaseUrl },
  chains: { [chain]: { id: chainId, rpc: rpcUrl } },
  contracts: {
    Rewards: { chain, abi: rewardsAbi, address: contracts.serviceNodeRewards, startBlock: 1 },
    Factory: { chain, abi: factoryAbi, address: contracts.factory, startBlock: 1 },
    Pool: {
      chain,
      abi: poolAbi,
      address: factory({ address: contracts.factory, event: deployed, parameter: "pool" }),
      startBlock: 1,
    },
  },
});
