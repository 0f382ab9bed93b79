import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { genesisHash } from "@session/protocol";
import { type TestGenesisOptions, testGenesis } from "@session/protocol/testing";
import { hexToBytes } from "viem";
import { BENCH_CHAIN_ID, BENCH_CONTRACTS } from "./chain/benchChain.ts";

/** A network around the benchmark's contracts. */
export function benchNetwork(options: Omit<TestGenesisOptions, "contracts"> = { nodes: 4 }): Network {
  const base = testGenesis(blst, { nodes: 1 }).contracts;
  const contracts = {
    ...base,
    serviceNodeRewards: hexToBytes(BENCH_CONTRACTS.serviceNodeRewards),
    rewardRatePool: hexToBytes(BENCH_CONTRACTS.rewardRatePool),
  };
  const genesis = testGenesis(blst, { ...options, contracts, chainId: BigInt(BENCH_CHAIN_ID) });
  return {
    ...{ name: "bench", genesis, genesisHash: genesisHash(genesis), bootstrap: [], nodeApis: [], l2Rpcs: [] },
    contracts: { serviceNodeContributionFactory: BENCH_CONTRACTS.factory, vestings: [] },
    ...{ indexers: [], portal: null },
  };
}
