import { ContainerType } from "@chainsafe/ssz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { ChainBuilder } from "../testing/chainBuilder.ts";
import { BlockSsz, ProposalSsz } from "../types/block.ts";
import { NewServiceNodeSsz } from "../types/l2Event.ts";
import { Uint8, Uint64 } from "../types/primitive.ts";
import { AggregateSsz, CommitSsz, VoteSsz } from "../types/vote.ts";
import { decodeStrict } from "./decodeStrict.ts";
import { CodecError } from "./errors.ts";

const NumberSsz = new ContainerType({ small: Uint8, large: Uint64 }, { typeName: "Number" });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CodecError) return `${error.code}:${error.detail.reason}`;
    throw error;
  }
  return "none";
}

test("one value has one encoding: what decodes serialises to the same bytes", () => {
  const chain = new ChainBuilder(blstBls, { nodes: 2 });
  chain.skip(2);
  const block = chain.built[1]?.block;
  if (block === undefined) throw new Error("no block");
  const bytes = BlockSsz.serialize(block);
  expect(BlockSsz.hashTreeRoot(decodeStrict(BlockSsz, bytes))).toEqual(BlockSsz.hashTreeRoot(block));
});

test("must-not-repeat §3.13: numbers above 2^53 − 1 are refused, not rounded", () => {
  const bytes = NumberSsz.serialize({ small: 1, large: Number.MAX_SAFE_INTEGER });
  expect(decodeStrict(NumberSsz, bytes).large).toBe(Number.MAX_SAFE_INTEGER);
  for (const beyond of [2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n]) {
    new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(1, beyond, true);
    expect(codeOf(() => decodeStrict(NumberSsz, bytes))).toBe("MALFORMED:number-too-large");
  }
});

test("trailing, missing and oversized bytes are refused", () => {
  const bytes = NumberSsz.serialize({ small: 1, large: 2 });
  expect(codeOf(() => decodeStrict(NumberSsz, bytes.subarray(1)))).toBe("MALFORMED:undecodable");
  expect(codeOf(() => decodeStrict(NumberSsz, new Uint8Array([...bytes, 0])))).toBe("MALFORMED:too-large");
  expect(codeOf(() => decodeStrict(BlockSsz, new Uint8Array(64 * 1024 * 1024)))).toBe("MALFORMED:too-large");
});

test("random bytes give a value that serialises back to them, or MALFORMED", () => {
  const types = [BlockSsz, ProposalSsz, VoteSsz, AggregateSsz, CommitSsz, NewServiceNodeSsz];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 600 }), (type, bytes) => {
      try {
        // The union of types can't be narrowed to one here; every one serialises what it decoded.
        const value: unknown = decodeStrict<unknown>(type as never, bytes);
        expect((type as unknown as { serialize(value: unknown): Uint8Array }).serialize(value)).toEqual(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
      }
    }),
    { numRuns: 2_000 },
  );
});
