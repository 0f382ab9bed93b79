import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { checkGenesis } from "../genesis/checkGenesis.ts";
import { genesisHash } from "../genesis/genesisHash.ts";
import type { Genesis, GenesisNode } from "../genesis.ts";
import type { Preset } from "../presets/preset.ts";
import { presetOf } from "../presets/presetOf.ts";
import { LEDGER_UNITS_PER_BASE_UNIT } from "../types/primitive.ts";
import type { NodeState } from "./node.ts";
import { toNodeValue } from "./nodeCodec.ts";
import { NO_PRESENCE } from "./presence.ts";
import { END_OF_L2_BLOCK, RECENT_HASHES, type StateValue } from "./stateSsz.ts";

/** Version of the rules a network starts with. */
export const GENESIS_FORK_VERSION = 1;

const SEED_PURPOSE = utf8ToBytes("session/seed/1");

/**
 * The state before block 1: seeded nodes active and payable, balances brought along, nothing due.
 * Source: protocol/blocks.md#genesis.
 *
 * @throws {GenesisError}
 */
export function genesisStateValue(genesis: Genesis): StateValue {
  checkGenesis(genesis);
  const hash = genesisHash(genesis);
  const preset = presetOf(genesis.preset);
  const nodes = genesis.nodes.map((node) => toNodeValue(seededNode(node, genesis, preset)));
  return {
    genesisHash: hash,
    head: {
      height: 0,
      time: genesis.time,
      serviceSec: 0,
      quietUntil: 0,
      seed: sha256(concatBytes(SEED_PURPOSE, hash)),
      forkVersion: GENESIS_FORK_VERSION,
      forkHeight: 0,
      l2Number: genesis.l2.number,
      l2Hash: genesis.l2.hash,
      l2EventNumber: genesis.l2.number,
      l2EventIndex: END_OF_L2_BLOCK,
      rewardRate: genesis.rewardRate,
      poolReleased: genesis.poolReleased,
      stakingRequirement: genesis.stakingRequirement,
      maxContributors: genesis.maxContributors,
      index: 0n,
      carry: 0n,
      due: 0n,
      smoothedRate: 0n,
    },
    recentHashes: Array.from({ length: RECENT_HASHES }, () => new Uint8Array(32)),
    nodeList: nodes,
    presence: nodes.map(() => NO_PRESENCE),
    balances: genesis.balances.map(({ address, amount }) => ({
      address,
      amount: amount * LEDGER_UNITS_PER_BASE_UNIT,
    })),
    validatorSets: [{ from: 1, voters: nodes.map(({ id, blsKey }) => ({ id, blsKey })) }],
    recentCommits: [],
  };
}

function seededNode(node: GenesisNode, genesis: Genesis, preset: Preset): NodeState {
  return {
    ...node,
    deposit: node.contributors.reduce((sum, { amount }) => sum + amount, 0n),
    status: "active",
    statusSince: genesis.time,
    statusHeight: 0,
    registeredAt: genesis.time,
    registeredHeight: 0,
    payableAt: genesis.time,
    payable: true,
    indexAt: 0n,
    exitRequestedAt: 0,
    unlockAt: 0,
    creditSec: preset.initialCreditSec,
    creditAt: 0,
    forkVersion: GENESIS_FORK_VERSION,
    departed: false,
  };
}
