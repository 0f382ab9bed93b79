import crc32c from "crc-32/crc32c.js";

/** LevelDB stores CRC-32C rotated and shifted, as a checksum of bytes that hold checksums is weak (util/crc32c.h). */
const MASK_DELTA = 0xa282ead8;

/** The CRC-32C of the bytes in the form LevelDB stores it, as an unsigned 32-bit number. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
