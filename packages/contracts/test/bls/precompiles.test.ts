import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { type Address, concat, encodeFunctionData, getAddress, type Hex, size, toHex } from "viem";
import { connect } from "./support/connection.ts";
import { revertsWith } from "./support/reverts.ts";

type Passing = { Name: string; Input: string; Expected: string; Gas: number };
type Failing = { Name: string; Input: string; ExpectedError: string };

function vectors<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`../vectors/eip2537/${file}.json`, import.meta.url), "utf8"));
}

const at = (number: number): Address => getAddress(toHex(number, { size: 20 }));
/** More than any vector costs. */
const GAS = 3_000_000n;

const G1ADD = at(0x0b);
const PAIRING = at(0x0f);

/** Files of results and of refusals with the number of vectors in each. */
const SUITES: readonly { name: string; address: Address; passing?: [string, number]; failing: [string, number] }[] = [
  { name: "G1ADD", address: G1ADD, passing: ["add_G1_bls", 9], failing: ["fail-add_G1_bls", 7] },
  { name: "G1MSM of one pair", address: at(0x0c), passing: ["mul_G1_bls", 11], failing: ["fail-mul_G1_bls", 8] },
  { name: "G1MSM", address: at(0x0c), failing: ["fail-msm_G1_bls", 8] },
  { name: "G2ADD", address: at(0x0d), passing: ["add_G2_bls", 9], failing: ["fail-add_G2_bls", 7] },
  { name: "G2MSM of one pair", address: at(0x0e), passing: ["mul_G2_bls", 11], failing: ["fail-mul_G2_bls", 8] },
  { name: "G2MSM", address: at(0x0e), failing: ["fail-msm_G2_bls", 8] },
  { name: "PAIRING", address: PAIRING, passing: ["pairing_check_bls", 15], failing: ["fail-pairing_check_bls", 25] },
  { name: "MAP_FP_TO_G1", address: at(0x10), passing: ["map_fp_to_G1_bls", 5], failing: ["fail-map_fp_to_G1_bls", 5] },
  {
    name: "MAP_FP2_TO_G2",
    address: at(0x11),
    passing: ["map_fp2_to_G2_bls", 5],
    failing: ["fail-map_fp2_to_G2_bls", 5],
  },
];

const deploy = async () => (await connect()).viem.deployContract("BlsHarness");

describe("EIP-2537 precompiles of this EVM, official vectors", () => {
  let bls: Awaited<ReturnType<typeof deploy>>;
  before(async () => {
    bls = await deploy();
  });

  for (const { name, address, passing, failing } of SUITES) {
    it(`${name}: ${passing?.[1] ?? 0} results and prices, ${failing[1]} refusals`, async () => {
      const accepted = passing === undefined ? [] : vectors<Passing>(passing[0]);
      const refused = vectors<Failing>(failing[0]);
      assert.deepEqual([accepted.length, refused.length], [passing?.[1] ?? 0, failing[1]]);
      for (const { Name, Input, Expected, Gas } of accepted) {
        const length = BigInt(Expected.length / 2);
        const [output, gasUsed] = await bls.read.callPrecompile([address, GAS, `0x${Input}`, length]);
        assert.equal(output, `0x${Expected}`, Name);
        // The price and what the checked call itself costs.
        assert.ok(gasUsed >= BigInt(Gas) && gasUsed < BigInt(Gas) + 1_000n, `${Name}: ${gasUsed} gas`);
      }
      for (const { Input } of refused) {
        const call = bls.read.callPrecompile([address, GAS, `0x${Input}`, 256n]);
        assert.deepEqual(await revertsWith(call, "PrecompileRejected"), [address]);
      }
    });
  }

  it("§1.4: a return of another size than expected is refused", async () => {
    const infinity: Hex = `0x${"00".repeat(256)}`;
    assert.deepEqual(await revertsWith(bls.read.callPrecompile([G1ADD, GAS, infinity, 96n]), "Eip2537Unavailable"), [
      G1ADD,
    ]);
    const [output] = await bls.read.callPrecompile([G1ADD, GAS, infinity, 128n]);
    assert.equal(size(output), 128);
  });

  it("§1.4: an input of wrong length is refused", async () => {
    const call = bls.read.callPrecompile([G1ADD, GAS, `0x${"00".repeat(255)}`, 128n]);
    assert.deepEqual(await revertsWith(call, "PrecompileRejected"), [G1ADD]);
  });

  it("§2: a precompile that eats all gas on bad input eats no more than its bound", async () => {
    const bad = concat([toHex(1n, { size: 256 })]);
    const gasUsed = await bls.read.callPrecompileFails([G1ADD, 100_000n, bad, 128n]);
    assert.ok(gasUsed > 100_000n && gasUsed < 110_000n, `${gasUsed} gas`);
  });

  it("tells too little gas from a precompile that refuses and from one that isn't there", async () => {
    const input: Hex = `0x${"00".repeat(768)}`;
    const args = [PAIRING, 150_000n, input, 32n] as const;
    const data = encodeFunctionData({ abi: bls.abi, functionName: "callPrecompile", args });
    const call = bls.read.withGas([140_000n, data]);
    assert.deepEqual(await revertsWith(call, "InsufficientPrecompileGas"), [PAIRING, 150_000n]);
  });
});
