import type { Type } from "@chainsafe/ssz";
import { CommitSsz } from "@session/protocol";
import { RangeRequestSsz, SignedBlockSsz, StatusSsz, VotesAnswerSsz, VotesRequestSsz } from "./wire.ts";

export type Protocol<Request, Chunk> = {
  readonly id: string;
  readonly name: string;
  readonly request: Type<Request>;
  readonly chunk: Type<Chunk>;
  readonly maxRequestBytes: number;
  readonly maxChunkBytes: number;
  /** Bytes of a whole answer; a server stops a list before it. */
  readonly maxAnswerBytes: number;
};

const KIB = 1_024;
const MIB = KIB * KIB;

/** Request and answer types with their size limits (protocol/p2p.md#requests). */
export const STATUS = {
  id: "/session/status/1",
  name: "status",
  request: StatusSsz,
  chunk: StatusSsz,
  maxRequestBytes: 128,
  maxChunkBytes: 128,
  maxAnswerBytes: 128,
} as const;

export const BLOCKS = {
  id: "/session/blocks/1",
  name: "blocks",
  request: RangeRequestSsz,
  chunk: SignedBlockSsz,
  maxRequestBytes: 16,
  maxChunkBytes: 2 * MIB,
  maxAnswerBytes: 8 * MIB,
} as const;

export const COMMITS = {
  id: "/session/commits/1",
  name: "commits",
  request: RangeRequestSsz,
  chunk: CommitSsz,
  maxRequestBytes: 16,
  maxChunkBytes: 16 * KIB,
  maxAnswerBytes: MIB,
} as const;

export const VOTES = {
  id: "/session/votes/1",
  name: "votes",
  request: VotesRequestSsz,
  chunk: VotesAnswerSsz,
  maxRequestBytes: 160 * KIB,
  maxChunkBytes: 2 * MIB,
  maxAnswerBytes: 2 * MIB,
} as const;
