import * as contracts from "@session/contracts";
import { seededRandom } from "@session/testing";
import fc from "fast-check";
import {
  type Abi,
  type AbiEvent,
  type AbiParameter,
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  keccak256,
  parseAbi,
  toHex,
} from "viem";
import { describe, expect, it } from "vitest";
import { compileEvents, type EventDecoder } from "../../src/decode/compileEvents.ts";
import { DecodeError } from "../../src/decode/errors.ts";

const { seed } = seededRandom();
const strange = parseAbi([
  "struct Inner { bytes blob; int16 small; string[] names }",
  "struct Outer { Inner[] inners; bool[3] flags; Inner one; uint96[2][] grid }",
  "event Strange(Outer outer, int256 big, int48 low, bytes7 tag, string indexed hashed, uint8[] indexed list, bytes data)",
  "event Fixed(address[2] pair, string[2] words, (uint128 a, bytes32 b)[] indexed tuples, int8 indexed tiny)",
  "event Nothing()",
]);
const abis = Object.entries(contracts).filter(([name]) => name.endsWith("Abi")) as [string, Abi][];
const events = [...abis, ["strange", strange as Abi] as const].flatMap(([name, abi]) =>
  [...compileEvents(abi).values()].map((decoder) => [`${name} ${decoder.name}`, decoder] as const),
);

const hex = (size: number | { max: number }): fc.Arbitrary<Hex> => {
  const [min, max] = typeof size === "number" ? [size, size] : [0, size.max];
  return fc.uint8Array({ minLength: min, maxLength: max }).map((bytes) => toHex(bytes));
};

/** Values of a type, as viem takes them. */
function arbitraryOf(parameter: AbiParameter): fc.Arbitrary<unknown> {
  const { type } = parameter;
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array) {
    const length = array[2] ? { minLength: Number(array[2]), maxLength: Number(array[2]) } : { maxLength: 4 };
    return fc.array(arbitraryOf({ ...parameter, type: array[1] ?? "" }), length);
  }
  if (type === "tuple" && "components" in parameter)
    return fc.record(Object.fromEntries(parameter.components.map((part) => [part.name ?? "", arbitraryOf(part)])));
  if (type === "address") return hex(20);
  if (type === "bool") return fc.boolean();
  if (type === "string") return fc.string({ unit: "binary", maxLength: 70 });
  if (type === "bytes") return hex({ max: 100 });
  const [, kind, size] = /^(uint|int|bytes)(\d+)$/.exec(type) ?? [];
  if (kind === "bytes") return hex(Number(size));
  const bits = BigInt(size ?? 0);
  const [min, max] = kind === "uint" ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  // Small values, powers of two and the bounds matter more than the middle.
  const any = fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max), fc.bigInt({ min: 0n, max: 255n }));
  const fits = any.filter((value) => value >= min && value <= max);
  return bits <= 48n ? fits.map(Number) : fits;
}

type Log = { readonly topics: readonly Hex[]; readonly data: Hex };

function logOf(abi: AbiEvent): fc.Arbitrary<Log> {
  const values = fc.record(Object.fromEntries(abi.inputs.map((input) => [input.name ?? "", arbitraryOf(input)])));
  return values.map((args) => {
    const isHashed = ({ type }: AbiParameter) => /\]$|^tuple|^bytes$|^string$/.test(type);
    const [topic0] = encodeEventTopics({ abi: [abi] as Abi });
    const indexed = abi.inputs.filter((input) => input.indexed);
    const topics = indexed.map((input) => {
      const encoded = encodeAbiParameters([input], [(args as Record<string, unknown>)[input.name ?? ""]]);
      return isHashed(input) ? keccak256(encoded) : encoded;
    });
    const body = abi.inputs.filter((input) => !input.indexed);
    const data = encodeAbiParameters(
      body,
      body.map((input) => (args as Record<string, unknown>)[input.name ?? ""]),
    );
    return { topics: [topic0 as Hex, ...topics], data };
  });
}

/** Addresses as viem's decoder writes them. */
function checksummed(value: unknown, parameter: AbiParameter): unknown {
  if (parameter.type === "address") return getAddress(value as Hex);
  if (Array.isArray(value))
    return value.map((item) => checksummed(item, { ...parameter, type: parameter.type.replace(/\[\d*\]$/, "") }));
  if (parameter.type !== "tuple" || !("components" in parameter)) return value;
  const entries = parameter.components.map((part) => [
    part.name,
    checksummed((value as Record<string, unknown>)[part.name ?? ""], part),
  ]);
  return Object.fromEntries(entries);
}

const decodeAll = ({ abi, decode }: EventDecoder, { topics, data }: Log): unknown => {
  const args = decode(topics, data);
  const isHashed = (type: string) => /\]$|^tuple|^bytes$|^string$/.test(type);
  const entries = abi.inputs.map((input) => {
    const value = args[input.name ?? ""];
    return [input.name, input.indexed && isHashed(input.type) ? value : checksummed(value, input)];
  });
  expect(Object.keys(args).length).toBe(abi.inputs.length);
  return Object.fromEntries(entries);
};

describe.each(events)("%s", (_, decoder) => {
  it("is decoded as by viem", () => {
    fc.assert(
      fc.property(logOf(decoder.abi), (log) => {
        const { args } = decodeEventLog({ abi: [decoder.abi] as Abi, topics: log.topics as [Hex], data: log.data });
        expect(decodeAll(decoder, log)).toEqual({ ...args });
      }),
      { numRuns: 60, seed },
    );
  });

  it("is refused by a code when it is malformed, and never takes another form of the same values", () => {
    const change = fc.record({
      at: fc.nat(),
      byte: fc.integer({ min: 0, max: 255 }),
      cut: fc.integer({ min: -64, max: 64 }),
    });
    fc.assert(
      fc.property(logOf(decoder.abi), change, fc.nat(4), ({ topics, data }, { at, byte, cut }, topicCount) => {
        const bytes = Buffer.from(data.slice(2), "hex");
        const cutBytes =
          cut < 0 ? bytes.subarray(0, Math.max(0, bytes.length + cut)) : Buffer.concat([bytes, Buffer.alloc(cut)]);
        if (cutBytes.length !== bytes.length)
          expect(() => decoder.decode(topics, toHex(cutBytes))).toThrow(DecodeError);
        const otherTopics = Array.from({ length: topicCount }, (_, index) => topics[index] ?? topics[0] ?? "0x");
        if (topicCount !== topics.length) expect(() => decoder.decode(otherTopics, data)).toThrow(DecodeError);
        if (cutBytes.length > 0) cutBytes[at % cutBytes.length] = byte;
        expectCodedOrSame(decoder, { topics, data: toHex(cutBytes) });
      }),
      { numRuns: 60, seed },
    );
  });
});

/** What is accepted must be what viem reads from it too. */
function expectCodedOrSame(decoder: EventDecoder, log: Log): void {
  let args: unknown;
  try {
    args = decodeAll(decoder, log);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return;
  }
  const viem = decodeEventLog({ abi: [decoder.abi] as Abi, topics: log.topics as [Hex], data: log.data });
  expect(args).toEqual({ ...viem.args });
}

describe("compiling", () => {
  it.each([
    ["an anonymous event", [{ type: "event", name: "A", inputs: [], anonymous: true }] as Abi],
    ["a nameless argument", parseAbi(["event A(uint256)"])],
    [
      "a function type",
      [{ type: "event", name: "A", inputs: [{ type: "function", name: "a", indexed: false }] }] as Abi,
    ],
  ])("refuses %s", (_, abi) => {
    expect(() => compileEvents(abi)).toThrow(
      expect.toSatisfy((error) => error instanceof DecodeError && error.code === "TYPE_UNSUPPORTED"),
    );
  });
});
