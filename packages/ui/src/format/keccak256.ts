// Keccak-256 as Ethereum uses it (padding 0x01, FIPS 202 otherwise), for checksums of addresses on the screen only:
// one block of 136 B, short inputs, no care for speed or timing.

const RATE = 136;
const MASK = (1n << 64n) - 1n;
const rotate = (lane: bigint, by: bigint) => ((lane << by) | (lane >> (64n - by))) & MASK;

/** FIPS 202 3.2.5: the constants of iota, from the LFSR x⁸+x⁶+x⁵+x⁴+1. */
const ROUND_CONSTANTS = (() => {
  let lfsr = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j <= 6; j++) {
      if ((lfsr & 1) === 1) constant |= 1n << BigInt(2 ** j - 1);
      lfsr = (lfsr << 1) ^ ((lfsr >> 7) * 0x171);
    }
    return constant;
  });
})();

/** FIPS 202 3.2.2 and 3.2.3: where rho and pi put each lane, and by how much it is turned. */
const MOVES = (() => {
  let [x, y] = [1, 0];
  return Array.from({ length: 24 }, (_, t) => {
    const from = x + 5 * y;
    [x, y] = [y, (2 * x + 3 * y) % 5];
    return { from, to: x + 5 * y, by: BigInt((((t + 1) * (t + 2)) / 2) % 64) };
  });
})();

function permute(state: bigint[]): bigint[] {
  let lanes = state;
  const at = (index: number) => lanes[index] ?? 0n;
  for (const constant of ROUND_CONSTANTS) {
    const parity = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
    lanes = lanes.map(
      (lane, index) => lane ^ (parity[(index + 4) % 5] ?? 0n) ^ rotate(parity[((index % 5) + 1) % 5] ?? 0n, 1n),
    );
    const moved = [...lanes];
    for (const { from, to, by } of MOVES) moved[to] = rotate(at(from), by);
    lanes = moved.map((lane, index) => {
      const row = index - (index % 5);
      const next = moved[row + ((index + 1) % 5)] ?? 0n;
      const afterNext = moved[row + ((index + 2) % 5)] ?? 0n;
      return lane ^ (~next & MASK & afterNext);
    });
    lanes[0] = at(0) ^ constant;
  }
  return lanes;
}

/**
 * Keccak-256 of at most 135 ASCII characters.
 * @returns 64 hex digits
 */
export function keccak256OfAscii(text: string): string {
  if (text.length >= RATE) throw new RangeError(`keccak256OfAscii takes at most ${RATE - 1} characters`);
  const block = new Uint8Array(RATE);
  block.set(new TextEncoder().encode(text));
  block[text.length] = 0x01;
  block[RATE - 1] = (block[RATE - 1] ?? 0) | 0x80;
  const view = new DataView(block.buffer);
  const state = Array.from({ length: 25 }, (_, lane) => (lane * 8 < RATE ? view.getBigUint64(lane * 8, true) : 0n));
  const out = new DataView(new ArrayBuffer(32));
  permute(state)
    .slice(0, 4)
    .forEach((lane, index) => {
      out.setBigUint64(index * 8, lane, true);
    });
  return Array.from(new Uint8Array(out.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
