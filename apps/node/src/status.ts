import type { Network } from "@session/config";
import type { NodeState } from "@session/protocol";
import type { NodeStatusResponse } from "@session/sdk/node-api";
import { toHex } from "./api/format.ts";
import type { Chain } from "./chain/chain.ts";
import type { SystemClock } from "./clock.ts";
import type { ConsensusStatus } from "./consensus/status.ts";
import type { L2Follower } from "./l2/l2Follower.ts";
import { VERSION } from "./version.ts";

export type StatusModules = {
  readonly network: Network;
  readonly chain: Chain;
  readonly clock: SystemClock;
  readonly keys: { readonly ed25519Key: Uint8Array; readonly blsKey: Uint8Array };
  readonly ownNode: () => NodeState | undefined;
  readonly l2: L2Follower | undefined;
  readonly consensus: () => ConsensusStatus;
  readonly isSyncing: () => boolean;
  readonly peers: () => number;
  /** How many of the contract's nodes have attested the newest checkpoint, as far as this node has heard. */
  readonly checkpoint: () => { height: number; signers: number; nodes: number } | null;
};

/** A height that takes this many intervals longer than it should is worth an explanation. */
const LATE_INTERVALS = 3;

export function readStatus(modules: StatusModules): NodeStatusResponse {
  const { network, chain, clock, keys, l2 } = modules;
  const own = modules.ownNode();
  const head = chain.head();
  const consensus = modules.consensus();
  const reason = whyNot(modules, consensus);
  const isVoting = reason === null || reason.code === "WAITING_FOR_VOTES";
  const isVoter = consensus.isValidator && isVoting;
  return {
    network: network.name,
    genesisHash: toHex(network.genesisHash),
    chainId: network.genesis.chainId.toString(),
    version: VERSION,
    nodeId: own?.id ?? null,
    ed25519: toHex(keys.ed25519Key),
    bls: toHex(keys.blsKey),
    nodeState: own?.status ?? "unregistered",
    mode: modules.isSyncing() ? "syncing" : isVoter ? "voting" : "following",
    reason,
    head: { height: head.height, hash: toHex(head.hash), time: head.time },
    l2: { number: chain.state.l2Number, head: l2NumberOf(l2), lagSec: l2?.lagSec() ?? null },
    consensus: {
      height: consensus.height,
      round: consensus.round,
      step: consensus.step,
      waitingFor: formatWaiting(consensus),
    },
    peers: modules.peers(),
    checkpoint: modules.checkpoint(),
    clockOffsetMs: clock.offsetMs,
  };
}

function l2NumberOf(l2: L2Follower | undefined): number | null {
  const newest = l2?.newest();
  return newest === undefined ? null : Number(newest.block.number);
}

function formatWaiting({ waitingFor }: ConsensusStatus) {
  return {
    reason: waitingFor.reason,
    have: "have" in waitingFor ? waitingFor.have : null,
    need: "need" in waitingFor ? waitingFor.need : null,
    missing: "missing" in waitingFor ? [...waitingFor.missing] : [],
  };
}

/** Why this node doesn't vote or the chain doesn't go on; null while all is well. */
function whyNot(modules: StatusModules, consensus: ConsensusStatus): NodeStatusResponse["reason"] {
  const { chain, clock } = modules;
  if (modules.isSyncing()) return { code: "SYNCING", message: "fetching blocks from peers" };
  const { canVote } = consensus;
  if (!canVote.ok) return { code: canVote.code, message: canVote.message ?? canVote.code };
  const head = chain.head();
  const lateSec = clock.now() / 1_000 - head.time;
  const { waitingFor } = consensus;
  if (lateSec < LATE_INTERVALS * chain.preset.blockIntervalSec + LATE_INTERVALS || waitingFor.reason === "BLOCK_TIME")
    return null;
  const missing = "missing" in waitingFor ? ` Silent: ${waitingFor.missing.map((id) => `node ${id}`).join(", ")}.` : "";
  const votes = "need" in waitingFor ? ` ${waitingFor.have} of ${waitingFor.need} needed votes heard.` : "";
  const message = `No block for ${Math.round(lateSec)} s: waiting for ${waitingFor.reason.toLowerCase()} of height ${consensus.height}, round ${consensus.round}.${votes}${missing} It goes on by itself when they return.`;
  return { code: "WAITING_FOR_VOTES", message };
}
