/** Lower-case 0x-hex. */
export function toHex(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

const MAX_INT8 = 2n ** 63n - 1n;

/** Amounts of a real network fit 63 bits; the protocol allows more, and an absurd one mustn't stop the indexer. */
export function toInt8(amount: bigint): bigint {
  return amount < MAX_INT8 ? amount : MAX_INT8;
}
