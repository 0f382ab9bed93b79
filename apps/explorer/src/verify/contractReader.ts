import { serviceNodeRewardsAbi } from "@session/contracts";
import { createPublicClient, http } from "viem";
import type { CheckpointBundle, Hex } from "./bundle.ts";

type SetNode = CheckpointBundle["contract"]["nodes"][number];

/** What is asked of ServiceNodeRewards, each as of an L2 block. */
export type ContractReader = {
  readonly url: string;
  readonly address: Hex;
  chainId(): Promise<number>;
  latestBlock(): Promise<bigint>;
  /** Undefined where the RPC has no state of the block. */
  setVersionAt(block: bigint): Promise<bigint | undefined>;
  aggregateKeyAt(block: bigint): Promise<Hex>;
  absenteeCapAt(block: bigint): Promise<bigint>;
  nodesAt(block: bigint): Promise<SetNode[]>;
  /** Keys stay readable after a node has left. */
  keyOf(id: number, block: bigint): Promise<Hex>;
  rootAt(height: number, block: bigint): Promise<Hex | undefined>;
  digestOf(checkpoint: CheckpointBundle["checkpoint"], block: bigint): Promise<Hex>;
};

/** Nodes of one call: beyond a few hundred, providers run out of gas for it. */
const PAGE = 200n;

/** Reads the contract by JSON-RPC, past the indexer. */
export function createContractReader(rpcUrl: string, address: Hex): ContractReader {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const rewards = { address, abi: serviceNodeRewardsAbi } as const;
  const orUndefined = <T>(answer: Promise<T>) => answer.catch(() => undefined);
  return {
    url: rpcUrl,
    address,
    chainId: () => client.getChainId(),
    latestBlock: () => client.getBlockNumber({ cacheTime: 0 }),
    setVersionAt: (blockNumber) =>
      orUndefined(client.readContract({ ...rewards, blockNumber, functionName: "setVersion" })),
    aggregateKeyAt: (blockNumber) => client.readContract({ ...rewards, blockNumber, functionName: "aggregatePubkey" }),
    absenteeCapAt: async (blockNumber) =>
      BigInt((await client.readContract({ ...rewards, blockNumber, functionName: "params" })).absenteeCap),
    nodesAt: async (blockNumber) => {
      const nodes: SetNode[] = [];
      for (let offset = 0n; ; ) {
        const args = [offset, PAGE] as const;
        const [page, next] = await client.readContract({ ...rewards, blockNumber, functionName: "nodes", args });
        for (const { id, blsPubkey } of page) nodes.push({ id, key: blsPubkey });
        if (next <= offset) return nodes;
        offset = next;
      }
    },
    keyOf: async (id, blockNumber) =>
      (await client.readContract({ ...rewards, blockNumber, functionName: "node", args: [id] })).blsPubkey,
    rootAt: (height, blockNumber) =>
      orUndefined(
        client.readContract({ ...rewards, blockNumber, functionName: "claimsRootAt", args: [BigInt(height)] }),
      ),
    digestOf: ({ height, time, blockHash, claimsRoot }, blockNumber) =>
      client.readContract({
        ...rewards,
        blockNumber,
        functionName: "checkpointDigest",
        args: [{ height: BigInt(height), time: BigInt(time), blockHash, claimsRoot }],
      }),
  };
}
