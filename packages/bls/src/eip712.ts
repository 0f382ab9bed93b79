import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { BlsError } from "./errors.ts";

/** `0x` and an even number of hex digits. */
export type Hex = `0x${string}`;

/** Where a signature counts: one chain, one contract. */
export type SessionDomain = {
  readonly chainId: bigint;
  /** ServiceNodeRewards (or the contract that checks the proof): 20 bytes. */
  readonly verifyingContract: Hex;
};

const WORD_SIZE_BYTES = 32;
const ADDRESS_SIZE_BYTES = 20;

// Name and version: design of the contracts, "BLS12-381 library".
const DOMAIN_TYPE_HASH = hashText("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const NAME_HASH = hashText("Session Network");
const VERSION_HASH = hashText("1");

/** keccak256 of UTF-8 text: type strings and string values of EIP-712. */
export function hashText(text: string): Uint8Array {
  return keccak_256(utf8ToBytes(text));
}

function invalidField(field: string, expected: string): BlsError {
  return new BlsError({ code: "BLS_INVALID_FIELD", field, expected }, `${field} must be ${expected}.`);
}

function expectBytes(value: Hex | Uint8Array, sizeBytes: number, field: string): Uint8Array {
  // Exactly so many digits: a hex string that lost its leading zeros is another value, not a shorter one.
  const expected = `0x and ${2 * sizeBytes} hex digits, or ${sizeBytes} bytes`;
  if (typeof value !== "string") {
    if (value.length !== sizeBytes) throw invalidField(field, expected);
    return value;
  }
  if (!/^0x[0-9a-fA-F]*$/.test(value) || value.length !== 2 + 2 * sizeBytes) throw invalidField(field, expected);
  return hexToBytes(value.slice(2));
}

/**
 * An unsigned integer of `bits` bits as one 32-byte word.
 *
 * @throws {BlsError} `BLS_INVALID_FIELD`
 */
export function encodeUint(value: bigint, bits: number, field: string): Uint8Array {
  if (value < 0n || value >= 1n << BigInt(bits)) throw invalidField(field, `a uint${bits}`);
  return hexToBytes(value.toString(16).padStart(2 * WORD_SIZE_BYTES, "0"));
}

/** @throws {BlsError} `BLS_INVALID_FIELD` */
export function encodeBytes32(value: Hex | Uint8Array, field: string): Uint8Array {
  return expectBytes(value, WORD_SIZE_BYTES, field);
}

/** @throws {BlsError} `BLS_INVALID_FIELD` */
export function encodeAddress(value: Hex | Uint8Array, field: string): Uint8Array {
  const word = new Uint8Array(WORD_SIZE_BYTES);
  word.set(expectBytes(value, ADDRESS_SIZE_BYTES, field), WORD_SIZE_BYTES - ADDRESS_SIZE_BYTES);
  return word;
}

/**
 * Domain separator of "Session Network", version 1.
 *
 * @returns 32 bytes
 * @throws {BlsError} `BLS_INVALID_FIELD`
 */
export function domainSeparator(domain: SessionDomain): Uint8Array {
  return keccak_256(
    concatBytes(
      DOMAIN_TYPE_HASH,
      NAME_HASH,
      VERSION_HASH,
      encodeUint(domain.chainId, 256, "chainId"),
      encodeAddress(domain.verifyingContract, "verifyingContract"),
    ),
  );
}

/** EIP-712 digest of a struct of single words: keccak256(0x1901 ‖ domain ‖ keccak256(typeHash ‖ words)). */
export function typedDigest(domain: SessionDomain, typeHash: Uint8Array, words: readonly Uint8Array[]): Uint8Array {
  const structHash = keccak_256(concatBytes(typeHash, ...words));
  return keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator(domain), structHash));
}
