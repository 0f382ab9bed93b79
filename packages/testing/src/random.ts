/** A seeded source of randomness; the same seed gives the same values on every machine. */
export interface Random {
  readonly seed: number;
  /** Uniform integer in [0, 2^32). */
  uint32(): number;
  /** Uniform integer in [min, max], both included. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element; throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A copy in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** Random bytes. */
  bytes(length: number): Uint8Array;
  /** An independent generator for one part, so that drawing more in one part does not move the others. */
  fork(label: string): Random;
}

/** FNV-1a, 32 bit: mixes a label into a seed. */
function hashLabel(label: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const char of label) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: 32 bits of state, enough for tests; not for keys.
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
  const int = (min: number, max: number): number => min + Math.floor((uint32() / 2 ** 32) * (max - min + 1));
  return {
    seed,
    uint32,
    int,
    chance: (probability) => uint32() / 2 ** 32 < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError("pick from an empty list");
      return items[int(0, items.length - 1)] as T;
    },
    shuffle: <T>(items: readonly T[]): T[] => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i);
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
    fork: (label) => createRandom(hashLabel(label, seed)),
  };
}

/**
 * A seeded random generator that prints its seed, so that a failing run can be repeated with it.
 *
 * @param seed 32 bits; drawn from the system (or taken from the environment variable SEED) if left out.
 * @param print where the line with the seed goes; stderr by default.
 */
export function seededRandom(
  seed: number = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32)),
  print: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Random {
  if (!Number.isSafeInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new RangeError(`not a 32-bit seed: ${seed}`);
  print(`seed ${seed} (repeat with SEED=${seed})`);
  return createRandom(seed);
}
