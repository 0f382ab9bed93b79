// QR code (ISO/IEC 18004) of bytes at error correction L, versions 1 to 20: what pairing a wallet needs, and no more.

import { penaltyOf, type QrCode, QrGrid } from "./qrGrid.ts";

/** By version: error correction bytes of a block, and blocks; tables 9 of the standard, level L. */
const CHECK_BYTES = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
const MAX_VERSION = CHECK_BYTES.length;

/**
 * The QR code of a text, in the mask that scanners read best.
 *
 * @throws RangeError for more than 858 bytes
 */
export function encodeQr(text: string): QrCode {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const grid = new QrGrid(version);
  grid.drawData(interleave(toDataBytes(bytes, version), version));
  const masks = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => grid.masked(mask));
  const [first, ...others] = masks.map((modules) => ({ modules, penalty: penaltyOf(modules) }));
  if (first === undefined) throw new RangeError("no masks");
  return others.reduce((best, next) => (next.penalty < best.penalty ? next : best), first).modules;
}

/** Bytes for data and error correction together. */
function rawBytes(version: number): number {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligns = Math.floor(version / 7) + 2;
    bits -= (25 * aligns - 10) * aligns - 55;
    if (version >= 7) bits -= 36;
  }
  return bits >> 3;
}

const checkBytesOf = (version: number) => CHECK_BYTES[version - 1] ?? 0;
const blocksOf = (version: number) => BLOCKS[version - 1] ?? 0;
const dataBytesOf = (version: number) => rawBytes(version) - checkBytesOf(version) * blocksOf(version);
const lengthBits = (version: number) => (version < 10 ? 8 : 16);

function versionFor(length: number): number {
  for (let version = 1; version <= MAX_VERSION; version++)
    if (4 + lengthBits(version) + length * 8 <= dataBytesOf(version) * 8) return version;
  throw new RangeError(`${length} bytes don't fit a QR code of version ${MAX_VERSION}`);
}

/** Mode, length, bytes, end, padding. */
function toDataBytes(bytes: Uint8Array, version: number): number[] {
  const capacity = dataBytesOf(version);
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, lengthBits(version));
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) data.push(bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** Blocks with their error correction, taken byte by byte in turn. */
function interleave(data: readonly number[], version: number): number[] {
  const count = blocksOf(version);
  const check = checkBytesOf(version);
  const raw = rawBytes(version);
  const shortBlocks = count - (raw % count);
  const shortData = Math.floor(raw / count) - check;
  const divisor = divisorOf(check);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, index) => {
    const part = data.slice(at, at + shortData + (index < shortBlocks ? 0 : 1));
    at += part.length;
    return { part, rest: remainderOf(part, divisor) };
  });
  const result: number[] = [];
  for (let index = 0; index <= shortData; index++)
    for (const { part } of blocks) if (index < part.length) result.push(part[index] ?? 0);
  for (let index = 0; index < check; index++) for (const { rest } of blocks) result.push(rest[index] ?? 0);
  return result;
}

/** In GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
function multiply(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((y >> bit) & 1) * x;
  }
  return product;
}

/** Reed–Solomon generator of a degree, highest coefficient left out. */
function divisorOf(degree: number): number[] {
  const result: number[] = Array.from({ length: degree }, (_, index) => (index === degree - 1 ? 1 : 0));
  let root = 1;
  for (let step = 0; step < degree; step++) {
    for (let index = 0; index < degree; index++)
      result[index] = multiply(result[index] ?? 0, root) ^ (result[index + 1] ?? 0);
    root = multiply(root, 2);
  }
  return result;
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    divisor.forEach((coefficient, index) => {
      result[index] = (result[index] ?? 0) ^ multiply(coefficient, factor);
    });
  }
  return result;
}
