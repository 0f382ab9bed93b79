import type { AbiParameter } from "viem";
import { DecodeError } from "./errors.ts";

/** Hex digits of a word. */
export const WORD = 64;

/** Hex under decoding, without copies; positions are hex digits, the "0x" included. */
export class Source {
  data: string;
  /** Where the newest value of variable length ended. */
  end = 0;

  constructor(data: string) {
    this.data = data;
  }

  need(at: number, digits: number): void {
    if (at + digits > this.data.length)
      throw new DecodeError({ code: "DATA_TOO_SHORT", at: toByte(at), length: toByte(this.data.length) });
  }
}

/** Reads one ABI type. `headDigits`: its place in the head of what holds it; a word with an offset if it is dynamic. */
export type Codec = {
  readonly isDynamic: boolean;
  readonly headDigits: number;
  /** Static types trust that their head lies within the data. */
  readonly read: (source: Source, at: number) => unknown;
};

const toByte = (at: number): number => (at - 2) / 2;
const ZEROS = "0".repeat(WORD);

/** Character → value of the hex digit; NaN for all others. */
const DIGITS = new Float64Array(128).fill(Number.NaN);
for (const [value, digit] of [..."0123456789abcdef"].entries()) DIGITS[digit.charCodeAt(0)] = value;
/** Hex digits of what a number holds for certain. */
const SMALL = 12;

/** What a word begins with that is below 2^48. */
const SMALL_ZEROS = ZEROS.slice(SMALL);

/** The last 48 bits of a word; in a tenth of the time of parseInt, which wants a string of its own. */
function lastDigits(data: string, at: number): number {
  let value = 0;
  for (let index = at + WORD - SMALL; index < at + WORD; index++)
    value = 16 * value + (DIGITS[data.charCodeAt(index)] ?? Number.NaN);
  return value;
}

/**
 * A codec for an ABI parameter. Only what Solidity itself encodes is read: heads, then tails in their order without gaps
 * or overlaps, values within their types. So the work is bounded by the size of the data.
 *
 * @throws DecodeError TYPE_UNSUPPORTED
 */
export function compileCodec(parameter: AbiParameter, event: string): Codec {
  const { type } = parameter;
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array !== null) {
    const element = compileCodec({ ...parameter, type: array[1] ?? "" }, event);
    return array[2] === "" ? sliceCodec(element) : listCodec(new Array<Codec>(Number(array[2])).fill(element));
  }
  if (type === "tuple") return tupleCodec("components" in parameter ? parameter.components : [], event);
  if (type === "bytes") return { isDynamic: true, headDigits: WORD, read: readBytes };
  if (type === "string") return { isDynamic: true, headDigits: WORD, read: readString };
  const read = compileWord(type);
  if (read === undefined) throw new DecodeError({ code: "TYPE_UNSUPPORTED", event, type });
  return { isDynamic: false, headDigits: WORD, read };
}

/** A codec of parameters in a row; the value is an object by their names. */
export function tupleCodec(parameters: readonly AbiParameter[], event: string): Codec {
  const names = parameters.map(({ name, type }) => {
    if (!name) throw new DecodeError({ code: "TYPE_UNSUPPORTED", event, type: `${type} without a name` });
    return name;
  });
  const codecs = parameters.map((parameter) => compileCodec(parameter, event));
  const readItem = sequence(codecs);
  const read = (source: Source, at: number): unknown => {
    const value: Record<string, unknown> = {};
    readItem(source, at, (item, index) => {
      value[names[index] as string] = item;
    });
    return value;
  };
  return { ...shapeOf(codecs), read };
}

function listCodec(codecs: readonly Codec[]): Codec {
  const readItem = sequence(codecs);
  const read = (source: Source, at: number): unknown => {
    const values: unknown[] = [];
    readItem(source, at, (item) => values.push(item));
    return values;
  };
  return { ...shapeOf(codecs), read };
}

function sliceCodec(element: Codec): Codec {
  const read = (source: Source, at: number): unknown => {
    const length = readLength(source, at, element.headDigits);
    const values = new Array<unknown>(length);
    let head = at + WORD;
    let tail = head + length * element.headDigits;
    source.need(head, tail - head);
    for (let index = 0; index < length; index++) {
      values[index] = element.read(source, element.isDynamic ? checkOffset(source, head, at + WORD, tail) : head);
      if (element.isDynamic) tail = source.end;
      head += element.headDigits;
    }
    source.end = tail;
    return values;
  };
  return { isDynamic: true, headDigits: WORD, read };
}

const shapeOf = (codecs: readonly Codec[]): Pick<Codec, "isDynamic" | "headDigits"> => {
  const isDynamic = codecs.some((codec) => codec.isDynamic);
  return { isDynamic, headDigits: isDynamic ? WORD : digitsOf(codecs) };
};
const digitsOf = (codecs: readonly Codec[]): number => codecs.reduce((sum, { headDigits }) => sum + headDigits, 0);

type Take = (item: unknown, index: number) => void;

/** Reads heads and tails of codecs in a row that begin at `base`. */
function sequence(codecs: readonly Codec[]): (source: Source, base: number, take: Take) => void {
  const digits = digitsOf(codecs);
  return (source, base, take) => {
    source.need(base, digits);
    let head = base;
    let tail = base + digits;
    for (let index = 0; index < codecs.length; index++) {
      const codec = codecs[index] as Codec;
      if (codec.isDynamic) {
        take(codec.read(source, checkOffset(source, head, base, tail)), index);
        tail = source.end;
      } else take(codec.read(source, head), index);
      head += codec.headDigits;
    }
    source.end = tail;
  };
}

/** The offset at `head`, counted from `base`, must point at `tail`. */
function checkOffset(source: Source, head: number, base: number, tail: number): number {
  const expected = (tail - base) / 2;
  if (readSmall(source, head) !== expected) throw new DecodeError({ code: "OFFSET_WRONG", at: toByte(head), expected });
  return tail;
}

/** A word that is below 2^48; NaN otherwise. */
function readSmall(source: Source, at: number): number {
  source.need(at, WORD);
  if (!source.data.startsWith(SMALL_ZEROS, at)) return Number.NaN;
  return lastDigits(source.data, at);
}

/** A length whose elements of so many digits each can be inside what is left. */
function readLength(source: Source, at: number, digitsEach: number): number {
  const length = readSmall(source, at);
  const left = source.data.length - at - WORD;
  if (!(length * digitsEach <= left))
    throw new DecodeError({ code: "DATA_TOO_SHORT", at: toByte(at), length: toByte(source.data.length) });
  // Elements without size would cost time and no data.
  if (digitsEach === 0 && length > 0) throw new DecodeError({ code: "VALUE_OUT_OF_RANGE", type: "[]", at: toByte(at) });
  return length;
}

function readBytes(source: Source, at: number): string {
  const length = readLength(source, at, 2);
  const start = at + WORD;
  const padded = Math.ceil(length / 32) * WORD;
  source.need(start, padded);
  source.end = start + padded;
  return `0x${source.data.slice(start, start + 2 * length)}`;
}

const readString = (source: Source, at: number): string =>
  Buffer.from(readBytes(source, at).slice(2), "hex").toString("utf8");

/** A reader of a type of one word; undefined if it is none. */
function compileWord(type: string): Codec["read"] | undefined {
  if (type === "address") {
    return (source, at) => {
      checkZeros(source, at, 24, type);
      return `0x${source.data.slice(at + 24, at + WORD)}`;
    };
  }
  if (type === "bool") {
    return (source, at) => {
      checkZeros(source, at, 63, type);
      const digit = source.data.charCodeAt(at + 63) - 48;
      if (digit !== 0 && digit !== 1) throw outOfRange(type, at);
      return digit === 1;
    };
  }
  const [, kind, size] = /^(uint|int|bytes)(\d+)$/.exec(type) ?? [];
  if (kind === "bytes") return compileFixedBytes(type, Number(size));
  if (kind === "uint") return compileUint(type, Number(size));
  return kind === "int" ? compileInt(type, Number(size)) : undefined;
}

function compileFixedBytes(type: string, size: number): Codec["read"] {
  return (source, at) => {
    if (!source.data.startsWith(ZEROS.slice(2 * size), at + 2 * size)) throw outOfRange(type, at);
    return `0x${source.data.slice(at, at + 2 * size)}`;
  };
}

/** Up to 48 bits a number, above a bigint: as viem does. */
function compileUint(type: string, bits: number): Codec["read"] {
  const zeros = (256 - bits) / 4;
  if (bits <= 48) {
    return (source, at) => {
      checkZeros(source, at, zeros, type);
      return lastDigits(source.data, at);
    };
  }
  return (source, at) => {
    if (source.data.startsWith(SMALL_ZEROS, at)) return BigInt(lastDigits(source.data, at));
    if (zeros > 0) checkZeros(source, at, zeros, type);
    return BigInt(`0x${source.data.slice(at, at + WORD)}`);
  };
}

function compileInt(type: string, bits: number): Codec["read"] {
  return (source, at) => {
    const value = BigInt.asIntN(256, BigInt(`0x${source.data.slice(at, at + WORD)}`));
    if (BigInt.asIntN(bits, value) !== value) throw outOfRange(type, at);
    return bits <= 48 ? Number(value) : value;
  };
}

function checkZeros(source: Source, at: number, digits: number, type: string): void {
  if (!source.data.startsWith(ZEROS.slice(0, digits), at)) throw outOfRange(type, at);
}

const outOfRange = (type: string, at: number): DecodeError =>
  new DecodeError({ code: "VALUE_OUT_OF_RANGE", type, at: toByte(at) });
