import { BitArray } from "@chainsafe/ssz";
import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { ChainBuilder } from "../testing/chainBuilder.ts";
import type { Commit } from "../types/vote.ts";
import { verifyCommit } from "./verifyCommit.ts";

const chain = new ChainBuilder(blstBls, { nodes: 4 });
chain.next();
const voters = chain.state.validatorsAt(1) ?? [];
const { genesisHash } = chain.context;
const verify = (commit: Commit, network = genesisHash) => verifyCommit(voters, commit, network, blstBls);

test("a quorum's aggregate makes a block final, one less doesn't", () => {
  expect(verify(chain.fullCommit())).toBe(true);
  expect(verify(chain.fullCommit([2]))).toBe(true);
  expect(verify(chain.fullCommit([2, 3]))).toBe(false);
});

test("must-not-repeat §3.11: a commit is bound to network, height, round, block and signers", () => {
  const commit = chain.fullCommit([4]);
  const other = new Uint8Array(32).fill(7);
  const claimed = BitArray.fromBoolArray([true, true, true, true]);
  const swapped = BitArray.fromBoolArray([true, true, false, true]);
  expect(verify(commit, other)).toBe(false);
  expect(verify({ ...commit, height: 2 })).toBe(false);
  expect(verify({ ...commit, round: 1 })).toBe(false);
  expect(verify({ ...commit, blockHash: other })).toBe(false);
  expect(verify({ ...commit, bits: claimed })).toBe(false);
  expect(verify({ ...commit, bits: swapped })).toBe(false);
  expect(verify({ ...commit, bits: BitArray.fromBoolArray([true, true, true]) })).toBe(false);
  expect(verify({ ...commit, signature: new Uint8Array(96) })).toBe(false);
});
