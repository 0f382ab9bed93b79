import "./sszHasher.ts";
import { BitListType, ByteVectorType, UintBigintType, UintNumberType } from "@chainsafe/ssz";

/** Largest number of nodes ids can name: `uint24` on L2. */
export const MAX_NODE_ID = 2 ** 24 - 1;
/** Most validators or attesters one bitmap can hold. */
export const MAX_VALIDATORS = 2 ** 16;

/** Largest rate, stake or pool figure in base units: beyond any token, and its sums in ledger units fit 128 bits. */
export const MAX_BASE_UNITS: bigint = 2n ** 80n;
/** Ledger units (1e-18 SESH) in a base unit (1e-9 SESH). */
export const LEDGER_UNITS_PER_BASE_UNIT = 1_000_000_000n;
/** Latest block time, so that time + any duration stays exact. */
export const MAX_TIME: number = 2 ** 48;

export const Uint8 = new UintNumberType(1);
export const Uint16 = new UintNumberType(2);
export const Uint32 = new UintNumberType(4);
/** Heights, unix seconds, L2 block numbers: 64 bits on the wire, refused above 2^53 − 1 by {@link decodeStrict}. */
export const Uint64 = new UintNumberType(8);
/** Amounts. On the reward ledger in 1e-18 SESH; where a field says "base units", in 1e-9 SESH. */
export const Uint128 = new UintBigintType(16);
/** Chain ids and the contract's `setVersion`. */
export const Uint256 = new UintBigintType(32);
export const Bytes20 = new ByteVectorType(20);
export const Bytes32 = new ByteVectorType(32);
export const Bytes48 = new ByteVectorType(48);
export const Bytes64 = new ByteVectorType(64);
export const Bytes96 = new ByteVectorType(96);
export const Bits = new BitListType(MAX_VALIDATORS);

/** Contract id of a node: from 1, never reused. */
export type NodeId = number;
export type Height = number;
/** Unix seconds of block time. */
export type UnixSeconds = number;
