import type { Block, Commit, Height, Proposal, Vote } from "@session/protocol";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Clock, GossipVerdict } from "../consensus/ports.ts";
import type { VotesRequest } from "./wire.ts";

/** Whether a key belongs to a node the contract knows, in the newest final state. */
export interface MembershipPort {
  /** `ed25519Key`: 32 B, which is also the peer id. Called for every new connection and message: must be cheap. */
  isContractNode(ed25519Key: Uint8Array): boolean;
}

export type P2pLogger = Pick<Logger, "debug" | "info" | "warn" | "error">;

export type P2pModules = {
  readonly logger: P2pLogger;
  readonly metrics: Registry;
  readonly clock: Clock;
  /** Aborted: everything pending ends; `close()` is still to be called. */
  readonly signal: AbortSignal;
  readonly membership: MembershipPort;
};

/** Text form of a libp2p peer id. */
export type PeerName = string;

export type ProposalHandler = (proposal: Proposal, from: PeerName) => Promise<GossipVerdict> | GossipVerdict;
export type VoteHandler = (vote: Vote, from: PeerName) => Promise<GossipVerdict> | GossipVerdict;

/** The newest final block of a node. */
export type HeadStatus = {
  readonly height: Height;
  readonly headHash: Uint8Array;
  readonly l2Number: number;
  /** Lowest height whose block is still kept; 1 if left out. */
  readonly earliest?: Height;
};

export type SignedBlock = { readonly block: Block; readonly commit: Commit };

export type VotesAnswer = { readonly votes: readonly Vote[]; readonly proposal?: Proposal };

/** What this node answers to its peers. Lists may be shorter than asked for, never longer, and start at `from`. */
export interface RequestHandlers {
  status(): HeadStatus;
  blocks(from: Height, count: number): Promise<readonly SignedBlock[]> | AsyncIterable<SignedBlock>;
  commits(from: Height, count: number): Promise<readonly Commit[]> | AsyncIterable<Commit>;
  /** Votes of (height, round) that are not in `have`, and, if asked for, a proposal: what `ConsensusEngine.votesFor` gives. */
  votes(request: VotesRequest): VotesAnswer | Promise<VotesAnswer>;
}

export type PeerInfo = {
  readonly id: PeerName;
  readonly ed25519Key: Uint8Array | undefined;
  readonly isContractNode: boolean;
  readonly direction: "inbound" | "outbound";
  readonly address: string;
  /** As of the last exchange; undefined before the first. */
  readonly status: HeadStatus | undefined;
  readonly connectedAtMs: number;
};

/** What others may want to hear of the network. */
export type P2pListener = {
  readonly peerStatus?: (peer: PeerName, status: HeadStatus) => void;
  readonly peerGone?: (peer: PeerName) => void;
  /** A peer's messages or answers show that `height` is final somewhere. A hint: not proven. */
  readonly behind?: (height: Height, from: PeerName) => void;
};
