import { fromAffinePublicKey } from "@session/bls";
import { type ContractAddresses, rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import type { Genesis, GenesisNode, PresetName } from "@session/protocol";
import { type Hex, hexToBytes, numberToBytes, type PublicClient } from "viem";
import type { Wallet } from "../clients/wallet.ts";

export type ReadGenesisParameters = {
  readonly addresses: ContractAddresses;
  /** L2 block of `start()`, as `deployContracts` returns it. */
  readonly startBlock: bigint;
  readonly preset: PresetName;
};
type Reader = Pick<Wallet["publicClient"] | PublicClient, "readContract" | "getBlock" | "getChainId">;

const PAGE = 100n;

/**
 * The genesis of a network whose contracts have just been started: nodes, parameters and pool as the contracts hold them
 * at the block of `start()`. To be called before anybody registers or leaves.
 *
 * Source of the rule: docs/protocol/blocks.md, "Order of birth".
 */
export async function readGenesis(client: Reader, parameters: ReadGenesisParameters): Promise<Genesis> {
  const { addresses, startBlock: blockNumber, preset } = parameters;
  const pool = { address: addresses.rewardRatePool, abi: rewardRatePoolAbi, blockNumber } as const;
  const rewards = { address: addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi, blockNumber } as const;
  const [chainId, block, params, setVersion, rewardRate, poolReleased, nodes] = await Promise.all([
    client.getChainId(),
    client.getBlock({ blockNumber }),
    client.readContract({ ...rewards, functionName: "params" }),
    client.readContract({ ...rewards, functionName: "setVersion" }),
    client.readContract({ ...pool, functionName: "rewardRate" }),
    // Paid out and still due together.
    client.readContract({ ...pool, functionName: "calculateReleasedAmount" }),
    readNodes(client, addresses.serviceNodeRewards, blockNumber),
  ]);
  return {
    preset,
    chainId: BigInt(chainId),
    contracts: {
      serviceNodeRewards: hexToBytes(addresses.serviceNodeRewards),
      rewardRatePool: hexToBytes(addresses.rewardRatePool),
      sesh: hexToBytes(addresses.seshL2),
    },
    time: Number(block.timestamp),
    l2: { number: Number(blockNumber), hash: hexToBytes(block.hash) },
    stakingRequirement: params.stakingRequirement,
    maxContributors: Number(params.maxContributors),
    poolReleased,
    rewardRate,
    setVersion: BigInt(setVersion),
    nodes,
    balances: [],
  };
}

async function readNodes(client: Reader, address: Hex, blockNumber: bigint): Promise<GenesisNode[]> {
  const nodes: GenesisNode[] = [];
  for (let offset = 0n; ; ) {
    const [page, next] = await client.readContract({
      ...{ address, abi: serviceNodeRewardsAbi, blockNumber },
      functionName: "nodes",
      args: [offset, PAGE],
    });
    for (const { id, operator, blsPubkey, ed25519Pubkey, feeBps, contributors } of page)
      nodes.push({
        id,
        operator: hexToBytes(operator),
        blsKey: fromAffinePublicKey(hexToBytes(blsPubkey)),
        ed25519Key: numberToBytes(ed25519Pubkey, { size: 32 }),
        feeBps,
        contributors: contributors.map(({ staker, beneficiary, amount }) => ({
          staker: hexToBytes(staker),
          beneficiary: hexToBytes(beneficiary),
          amount,
        })),
      });
    if (next <= offset) return nodes;
    offset = next;
  }
}
