import { bytesToHex } from "@noble/hashes/utils.js";
import type { Genesis, GenesisNode } from "../genesis.ts";
import { isPresetName } from "../presets/presetOf.ts";
import type { Contributor } from "../types/l2Event.ts";
import { checkGenesis } from "./checkGenesis.ts";
import { GenesisError } from "./errors.ts";
import { readAmount, readArray, readBytes, readInteger, readObject } from "./jsonFields.ts";

/** The genesis file: bytes as 0x-hex, amounts and chain id as decimal strings, counts and times as numbers. */
export function genesisToJson(genesis: Genesis): GenesisJson {
  const { contracts, nodes, balances } = genesis;
  return {
    preset: genesis.preset,
    chainId: genesis.chainId.toString(),
    contracts: {
      serviceNodeRewards: toHex(contracts.serviceNodeRewards),
      rewardRatePool: toHex(contracts.rewardRatePool),
      sesh: toHex(contracts.sesh),
    },
    time: genesis.time,
    l2: { number: genesis.l2.number, hash: toHex(genesis.l2.hash) },
    stakingRequirement: genesis.stakingRequirement.toString(),
    maxContributors: genesis.maxContributors,
    poolReleased: genesis.poolReleased.toString(),
    rewardRate: genesis.rewardRate.toString(),
    setVersion: genesis.setVersion.toString(),
    nodes: nodes.map((node) => ({
      id: node.id,
      operator: toHex(node.operator),
      blsKey: toHex(node.blsKey),
      ed25519Key: toHex(node.ed25519Key),
      feeBps: node.feeBps,
      contributors: node.contributors.map(({ staker, beneficiary, amount }) => ({
        staker: toHex(staker),
        beneficiary: toHex(beneficiary),
        amount: amount.toString(),
      })),
    })),
    balances: balances.map(({ address, amount }) => ({ address: toHex(address), amount: amount.toString() })),
  };
}

export type GenesisJson = {
  readonly preset: string;
  readonly chainId: string;
  readonly contracts: { readonly serviceNodeRewards: string; readonly rewardRatePool: string; readonly sesh: string };
  readonly time: number;
  readonly l2: { readonly number: number; readonly hash: string };
  readonly stakingRequirement: string;
  readonly maxContributors: number;
  readonly poolReleased: string;
  readonly rewardRate: string;
  readonly setVersion: string;
  readonly nodes: readonly {
    readonly id: number;
    readonly operator: string;
    readonly blsKey: string;
    readonly ed25519Key: string;
    readonly feeBps: number;
    readonly contributors: readonly {
      readonly staker: string;
      readonly beneficiary: string;
      readonly amount: string;
    }[];
  }[];
  readonly balances: readonly { readonly address: string; readonly amount: string }[];
};

/**
 * Reads a genesis file that was parsed as JSON; unknown fields are refused, so that a typo can't go unnoticed.
 *
 * @throws {GenesisError} what is wrong, and where
 */
export function parseGenesis(json: unknown): Genesis {
  const root = readObject(json, "", {
    preset: (value, path) => {
      if (!isPresetName(value))
        throw new GenesisError({ code: "GENESIS_INVALID_FIELD", path, expected: "mainnet, stagenet or devnet" });
      return value;
    },
    chainId: readAmount,
    contracts: (value, path) =>
      readObject(value, path, {
        serviceNodeRewards: readBytes(20),
        rewardRatePool: readBytes(20),
        sesh: readBytes(20),
      }),
    time: readInteger,
    l2: (value, path) => readObject(value, path, { number: readInteger, hash: readBytes(32) }),
    stakingRequirement: readAmount,
    maxContributors: readInteger,
    poolReleased: readAmount,
    rewardRate: readAmount,
    setVersion: readAmount,
    nodes: readArray(readNode),
    balances: readArray((value, path) => readObject(value, path, { address: readBytes(20), amount: readAmount })),
  });
  checkGenesis(root);
  return root;
}

function readNode(json: unknown, path: string): GenesisNode {
  return readObject(json, path, {
    id: readInteger,
    operator: readBytes(20),
    blsKey: readBytes(48),
    ed25519Key: readBytes(32),
    feeBps: readInteger,
    contributors: readArray(readContributor),
  });
}

function readContributor(json: unknown, path: string): Contributor {
  return readObject(json, path, { staker: readBytes(20), beneficiary: readBytes(20), amount: readAmount });
}

function toHex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}
