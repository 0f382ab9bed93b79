import { ContainerType, ListCompositeType } from "@chainsafe/ssz";
import type { Genesis } from "../genesis.ts";
import type { PresetName } from "../presets/preset.ts";
import { ContributorSsz, MAX_CONTRIBUTORS } from "../types/l2Event.ts";
import {
  Bytes20,
  Bytes32,
  Bytes48,
  MAX_VALIDATORS,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Uint128,
  Uint256,
} from "../types/primitive.ts";

const GenesisNodeSsz = new ContainerType({
  id: Uint32,
  operator: Bytes20,
  blsKey: Bytes48,
  ed25519Key: Bytes32,
  feeBps: Uint16,
  contributors: new ListCompositeType(ContributorSsz, MAX_CONTRIBUTORS),
});

const GenesisSsz = new ContainerType(
  {
    preset: Uint8,
    chainId: Uint256,
    contracts: new ContainerType({ serviceNodeRewards: Bytes20, rewardRatePool: Bytes20, sesh: Bytes20 }),
    time: Uint64,
    l2: new ContainerType({ number: Uint64, hash: Bytes32 }),
    stakingRequirement: Uint128,
    maxContributors: Uint8,
    poolReleased: Uint128,
    rewardRate: Uint128,
    setVersion: Uint256,
    nodes: new ListCompositeType(GenesisNodeSsz, MAX_VALIDATORS),
    balances: new ListCompositeType(new ContainerType({ address: Bytes20, amount: Uint128 }), 2 ** 32),
  },
  { typeName: "Genesis" },
);

const PRESET_CODES: Readonly<Record<PresetName, number>> = { mainnet: 1, stagenet: 2, devnet: 3 };

/**
 * Identity of a network: the SSZ root of its genesis, which binds preset, chain and contracts and enters every signature
 * domain (protocol/signatures.md#network).
 */
export function genesisHash(genesis: Genesis): Uint8Array {
  const { preset, nodes, balances, ...rest } = genesis;
  return GenesisSsz.hashTreeRoot({
    ...rest,
    preset: PRESET_CODES[preset],
    nodes: nodes.map((node) => ({ ...node, contributors: [...node.contributors] })),
    balances: [...balances],
  });
}
