import type { Type } from "@chainsafe/ssz";
import { CodecError, type CodecFault } from "./errors.ts";

/** Nothing larger is decoded whatever its type allows: 32 MiB, more than a state of 10,000 nodes. */
const MAX_SIZE_BYTES = 32 * 1024 * 1024;

/**
 * Decodes bytes a peer sent. One value has one encoding here: bytes that decode but serialise differently are refused,
 * so hashes of bytes and hashes of values can't be played against each other.
 *
 * @throws {CodecError} `MALFORMED`
 */
export function decodeStrict<T>(type: Type<T>, bytes: Uint8Array): T {
  const fail = (reason: CodecFault, options?: ErrorOptions): CodecError =>
    new CodecError(
      { code: "MALFORMED", type: type.typeName, reason, sizeBytes: bytes.length },
      `${bytes.length} bytes are no ${type.typeName}: ${reason}`,
      options,
    );
  if (bytes.length > Math.min(type.maxSize, MAX_SIZE_BYTES)) throw fail("too-large");
  let value: T;
  let canonical: Uint8Array;
  try {
    value = type.deserialize(bytes);
    canonical = type.serialize(value);
  } catch (cause) {
    throw fail("undecodable", { cause });
  }
  // Before the comparison: a number that lost bits serialises differently too, and the reason should say why.
  if (!hasSafeNumbers(value)) throw fail("number-too-large");
  if (!equalBytes(canonical, bytes)) throw fail("not-canonical");
  return value;
}

/** Byte-wise equality; lengths included. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function hasSafeNumbers(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return true;
  return Object.values(value).every(hasSafeNumbers);
}
