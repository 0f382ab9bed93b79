import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Vote, VoteType, voteSigningRoot } from "@session/protocol";
import type { Logger } from "../../src/consensus/ports.ts";
import { keyOf, sharedBls } from "../simulation/keys.ts";

export const GENESIS_HASH = sha256(utf8ToBytes("simulated network"));
export const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** 32 bytes that differ by name. */
export function hashOf(name: string): Uint8Array {
  return sha256(utf8ToBytes(name));
}

/** A vote signed by the simulated node's key. */
export function signedVote(node: number, vote: Partial<Omit<Vote, "node" | "signature">> = {}): Vote {
  const content = { height: 1, round: 0, type: VoteType.prevote, value: hashOf("a"), ...vote };
  const message = voteSigningRoot(GENESIS_HASH, content);
  return { ...content, node, signature: sharedBls.sign(keyOf(node).secret, message) };
}
