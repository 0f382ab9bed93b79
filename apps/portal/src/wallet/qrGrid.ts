/** Modules of a QR code, row by row; true is dark. */
export type QrCode = readonly (readonly boolean[])[];

/** Whether a mask turns the module over, by its number. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The square a QR code is drawn into: what scanners find it by, then the data in between. */
export class QrGrid {
  readonly #size: number;
  readonly #modules: boolean[][];
  /** Drawn for scanners: no data, no mask. */
  readonly #isFunction: boolean[][];

  constructor(version: number) {
    this.#size = 17 + 4 * version;
    const empty = () => Array.from({ length: this.#size }, () => Array.from({ length: this.#size }, () => false));
    this.#modules = empty();
    this.#isFunction = empty();
    this.#drawTiming();
    this.#drawFinders();
    this.#drawAlignments(version);
    this.#drawFormat(this.#modules, 0);
    this.#drawVersion(version);
  }

  /** Data goes up and down in pairs of columns, from the right. */
  drawData(bytes: readonly number[]): void {
    const size = this.#size;
    let bit = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const isUp = ((right + 1) & 2) === 0;
      for (let step = 0; step < size; step++)
        for (const x of [right, right - 1]) {
          const y = isUp ? size - 1 - step : step;
          if (this.#isFunction[y]?.[x] === true || bit >= bytes.length * 8) continue;
          const isDark = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
          bit++;
          setModule(this.#modules, x, y, isDark);
        }
    }
  }

  /** A copy under a mask, which its format names. */
  masked(mask: number): QrCode {
    const isTurned = MASKS[mask] ?? (() => false);
    const modules = this.#modules.map((row, y) =>
      row.map((isDark, x) => isDark !== (isTurned(x, y) && this.#isFunction[y]?.[x] !== true)),
    );
    this.#drawFormat(modules, mask);
    return modules;
  }

  #set(x: number, y: number, isDark: boolean): void {
    setModule(this.#modules, x, y, isDark);
    setModule(this.#isFunction, x, y, true);
  }

  #drawTiming(): void {
    for (let at = 0; at < this.#size; at++) {
      this.#set(6, at, at % 2 === 0);
      this.#set(at, 6, at % 2 === 0);
    }
  }

  #drawFinders(): void {
    const end = this.#size - 4;
    for (const [centerX, centerY] of [
      [3, 3],
      [end, 3],
      [3, end],
    ] as const)
      for (let dy = -4; dy <= 4; dy++)
        for (let dx = -4; dx <= 4; dx++) {
          const distance = Math.max(Math.abs(dx), Math.abs(dy));
          this.#set(centerX + dx, centerY + dy, distance !== 2 && distance !== 4);
        }
  }

  #drawAlignments(version: number): void {
    const places = alignmentPlaces(version, this.#size);
    const [first, last] = [places[0], places.at(-1)];
    for (const x of places)
      for (const y of places) {
        const isFinder = (x === first && (y === first || y === last)) || (x === last && y === first);
        if (isFinder) continue;
        for (let dy = -2; dy <= 2; dy++)
          for (let dx = -2; dx <= 2; dx++) this.#set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
  }

  /** Error correction L and the mask, under a BCH code, twice; and the module that is always dark. */
  #drawFormat(modules: boolean[][], mask: number): void {
    const size = this.#size;
    const data = (0b01 << 3) | mask;
    let rest = data;
    for (let step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const put = (x: number, y: number, isDark: boolean) => {
      setModule(modules, x, y, isDark);
      setModule(this.#isFunction, x, y, true);
    };
    const bitAt = (index: number) => ((bits >> index) & 1) === 1;
    for (let index = 0; index <= 5; index++) put(8, index, bitAt(index));
    put(8, 7, bitAt(6));
    put(8, 8, bitAt(7));
    put(7, 8, bitAt(8));
    for (let index = 9; index < 15; index++) put(14 - index, 8, bitAt(index));
    for (let index = 0; index < 8; index++) put(size - 1 - index, 8, bitAt(index));
    for (let index = 8; index < 15; index++) put(8, size - 15 + index, bitAt(index));
    put(8, size - 8, true);
  }

  #drawVersion(version: number): void {
    if (version < 7) return;
    let rest = version;
    for (let step = 0; step < 12; step++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let index = 0; index < 18; index++) {
      const isDark = ((bits >> index) & 1) === 1;
      const [a, b] = [this.#size - 11 + (index % 3), Math.floor(index / 3)];
      this.#set(a, b, isDark);
      this.#set(b, a, isDark);
    }
  }
}

/** Outside of the square nothing is drawn: finders have a margin. */
function setModule(modules: boolean[][], x: number, y: number, isDark: boolean): void {
  const row = modules[y];
  if (row !== undefined && x >= 0 && x < row.length) row[x] = isDark;
}

function alignmentPlaces(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const rest = Array.from({ length: count - 1 }, (_, index) => size - 7 - index * step);
  return [6, ...rest.reverse()];
}

/** How hard the modules are to read, by the four rules of the standard (7.8.3). */
export function penaltyOf(modules: QrCode): number {
  const columns = modules.map((_, x) => modules.map((row) => row[x] ?? false));
  const lines = [...modules, ...columns];
  const dark = modules.flat().filter(Boolean).length;
  const all = modules.length * modules.length;
  const unbalanced = Math.ceil(Math.abs(dark * 20 - all * 10) / all) - 1;
  return (
    lines.reduce((sum, line) => sum + runsPenalty(line) + findersPenalty(line), 0) +
    squaresPenalty(modules) +
    Math.max(0, unbalanced) * 10
  );
}

function runsPenalty(line: readonly boolean[]): number {
  const runs = toText(line).match(/0{5,}|1{5,}/g) ?? [];
  return runs.reduce((sum, run) => sum + run.length - 2, 0);
}

/** What looks like a finder: 1:1:3:1:1 with four light modules on a side. */
function findersPenalty(line: readonly boolean[]): number {
  const found = toText(line).match(/(?=00001011101|10111010000)/g) ?? [];
  return found.length * 40;
}

function squaresPenalty(modules: QrCode): number {
  let count = 0;
  for (let y = 1; y < modules.length; y++)
    for (let x = 1; x < modules.length; x++) {
      const here = modules[y]?.[x];
      if (here === modules[y]?.[x - 1] && here === modules[y - 1]?.[x] && here === modules[y - 1]?.[x - 1]) count++;
    }
  return count * 3;
}

const toText = (line: readonly boolean[]) => line.map((isDark) => (isDark ? "1" : "0")).join("");
