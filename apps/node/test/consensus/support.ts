import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { genesisHash, type Vote, VoteType, voteSigningRoot } from "@session/protocol";
import { testGenesis } from "@session/protocol/testing";
import type { Logger } from "../../src/consensus/ports.ts";
import { keyOf, sharedBls } from "../simulation/keys.ts";

/** Of the simulated network of four. */
export const GENESIS_HASH = genesisHash(testGenesis(sharedBls, { nodes: 4 }));
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
