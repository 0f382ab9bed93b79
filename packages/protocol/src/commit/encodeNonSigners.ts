import { MAX_NODE_ID, type NodeId } from "../types/primitive.ts";
import { NonSignersError } from "./errors.ts";

const WORD_BITS = 256;
const ENTRY_SIZE_BYTES = 2 + 32;

/**
 * The `nonSigners` argument of `submitCheckpoint`: who of the contract's nodes is not in the certificate, as packed
 * entries `uint16 word ‖ uint256 bits`, words strictly ascending, bit b of word w being node id 256·w + b.
 *
 * @param contractIds - every active id of the contract, strictly ascending
 * @param signers - ids in the certificate, in any order; all among `contractIds`
 * @throws {NonSignersError} `NON_SIGNERS_UNSORTED`, `NON_SIGNERS_ID_OUT_OF_RANGE`, `NON_SIGNERS_UNKNOWN_SIGNER`
 */
export function encodeNonSigners(contractIds: readonly NodeId[], signers: Iterable<NodeId>): Uint8Array {
  const absent = new Set(contractIds);
  const words = new Map<number, Uint8Array>();
  for (const id of signers) {
    // A repeated signer is deleted already; only an id the contract doesn't have is a fault.
    if (!absent.delete(id) && !contractIds.includes(id))
      throw new NonSignersError({ code: "NON_SIGNERS_UNKNOWN_SIGNER", id }, `signer ${id} is no node of the contract`);
  }
  let previous = 0;
  for (const id of contractIds) {
    if (!Number.isSafeInteger(id) || id < 1 || id > MAX_NODE_ID)
      throw new NonSignersError({ code: "NON_SIGNERS_ID_OUT_OF_RANGE", id }, `no node can have id ${id}`);
    if (id <= previous)
      throw new NonSignersError({ code: "NON_SIGNERS_UNSORTED", id }, `id ${id} follows ${previous}: sort ascending`);
    previous = id;
    if (absent.has(id)) setBit(words, id);
  }
  const bytes = new Uint8Array(words.size * ENTRY_SIZE_BYTES);
  // Words were created in ascending order of ids, and a Map keeps that order.
  let offset = 0;
  for (const [word, bits] of words) {
    bytes.set([word >> 8, word & 0xff], offset);
    bytes.set(bits, offset + 2);
    offset += ENTRY_SIZE_BYTES;
  }
  return bytes;
}

function setBit(words: Map<number, Uint8Array>, id: NodeId): void {
  const word = Math.floor(id / WORD_BITS);
  const bit = id % WORD_BITS;
  const bits = words.get(word) ?? new Uint8Array(32);
  const index = 31 - (bit >> 3); // big-endian: bit 0 is the lowest of the last byte
  bits[index] = (bits[index] ?? 0) | (1 << (bit & 7));
  words.set(word, bits);
}
