import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptingBls } from "../../test/acceptingBls.ts";
import { CodedError } from "../errors.ts";
import type { Genesis } from "../genesis.ts";
import { ChainState } from "../state/chainState.ts";
import { soloContributor, testGenesis } from "../testing/chainBuilder.ts";
import { testAddress } from "../testing/nodeKeys.ts";
import { genesisHash } from "./genesisHash.ts";
import { genesisToJson, parseGenesis } from "./genesisJson.ts";

const genesis = testGenesis(acceptingBls, { nodes: 3, balances: [{ address: testAddress("a"), amount: 5n }] });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
  return "none";
}

test("the file holds the whole genesis: JSON and back is the same network", () => {
  const parsed = parseGenesis(JSON.parse(JSON.stringify(genesisToJson(genesis))));
  expect(parsed).toEqual(genesis);
  expect(genesisHash(parsed)).toEqual(genesisHash(genesis));
});

test("the genesis hash binds everything in it", () => {
  const other = new Uint8Array(20).fill(1);
  const { contracts, l2 } = genesis;
  const variants: Partial<Genesis>[] = [
    { preset: "stagenet" },
    { chainId: 42_161n },
    { contracts: { ...contracts, serviceNodeRewards: other } },
    { contracts: { ...contracts, rewardRatePool: other } },
    { contracts: { ...contracts, sesh: other } },
    { time: genesis.time + 1 },
    { l2: { ...l2, number: l2.number + 1 } },
    { l2: { ...l2, hash: new Uint8Array(32) } },
    { stakingRequirement: 1n },
    { maxContributors: 9 },
    { poolReleased: 1n },
    { rewardRate: 1n },
    { setVersion: 9n },
    { nodes: genesis.nodes.slice(1) },
    { nodes: genesis.nodes.map((node, i) => (i === 0 ? { ...node, feeBps: 1 } : node)) },
    { balances: [] },
  ];
  const hashes = [genesis, ...variants.map((change) => ({ ...genesis, ...change }))].map((g) =>
    bytesToHex(genesisHash(g)),
  );
  expect(new Set(hashes).size).toBe(variants.length + 1);
  expect(bytesToHex(genesisHash(genesis))).toMatchInlineSnapshot(
    `"f6d3584085c3ed8e7bd3a4980966f134d0b8c1a50545227d4a98812ecf693412"`,
  );
});

test("a file with a fault is refused with the place of it", () => {
  const json = genesisToJson(genesis);
  const [first, second] = json.nodes;
  if (first === undefined || second === undefined) throw new Error("nodes missing");
  const { time: _, ...withoutTime } = json;
  expect([
    codeOf(() => parseGenesis(null)),
    codeOf(() => parseGenesis(withoutTime)),
    codeOf(() => parseGenesis({ ...json, extra: 1 })),
    codeOf(() => parseGenesis({ ...json, preset: "toString" })),
    codeOf(() => parseGenesis({ ...json, poolReleased: 12 })),
    codeOf(() => parseGenesis({ ...json, poolReleased: "012" })),
    codeOf(() => parseGenesis({ ...json, time: 1.5 })),
    codeOf(() => parseGenesis({ ...json, l2: { ...json.l2, hash: "0x12" } })),
    codeOf(() => parseGenesis({ ...json, stakingRequirement: (2n ** 81n).toString() })),
    codeOf(() => parseGenesis({ ...json, nodes: [] })),
    codeOf(() => parseGenesis({ ...json, nodes: [second, first] })),
    codeOf(() => parseGenesis({ ...json, nodes: [first, { ...second, blsKey: first.blsKey }] })),
    codeOf(() => parseGenesis({ ...json, nodes: [first, { ...second, ed25519Key: first.ed25519Key }] })),
    codeOf(() => parseGenesis({ ...json, nodes: [{ ...first, feeBps: 10_001 }] })),
    codeOf(() => parseGenesis({ ...json, nodes: [{ ...first, operator: second.operator }] })),
    codeOf(() => parseGenesis({ ...json, balances: [...json.balances, ...json.balances] })),
  ]).toEqual([
    "GENESIS_INVALID_FIELD",
    "GENESIS_MISSING_FIELD",
    "GENESIS_UNKNOWN_FIELD",
    "GENESIS_INVALID_FIELD",
    "GENESIS_INVALID_FIELD",
    "GENESIS_INVALID_FIELD",
    "GENESIS_INVALID_FIELD",
    "GENESIS_INVALID_FIELD",
    "GENESIS_VALUE_OUT_OF_RANGE",
    "GENESIS_NO_NODES",
    "GENESIS_NODE_ORDER",
    "GENESIS_DUPLICATE_KEY",
    "GENESIS_DUPLICATE_KEY",
    "GENESIS_NODE_INVALID",
    "GENESIS_NODE_INVALID",
    "GENESIS_BALANCE_INVALID",
  ]);
});

test("no JSON makes it throw anything but a coded error", () => {
  const mutated = fc.oneof(
    fc.anything(),
    fc.tuple(fc.constantFrom(...Object.keys(genesisToJson(genesis))), fc.anything()).map(([key, value]) => ({
      ...genesisToJson(genesis),
      [key]: value,
    })),
  );
  fc.assert(
    fc.property(mutated, (json) => {
      codeOf(() => parseGenesis(json));
    }),
    { numRuns: 500 },
  );
});

test("seeded nodes are validators and payable before block 1, balances are brought along in ledger units", () => {
  const state = ChainState.fromGenesis(genesis);
  expect(state.validators().map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(state.validatorsAt(1)).toEqual(state.validators());
  expect(state.nodes().map(({ status, payable }) => `${status} ${payable}`)).toEqual(Array(3).fill("active true"));
  expect(state.lifetimeRewards(testAddress("a"))).toBe(5_000_000_000n);
  expect(state.due).toBe(0n);
});

test("a state of another network is refused", () => {
  const other = testGenesis(acceptingBls, { nodes: 3, chainId: 5n });
  expect(codeOf(() => ChainState.deserialize(ChainState.fromGenesis(other).serialize(), genesis))).toBe(
    "GENESIS_HASH_MISMATCH",
  );
  const solo = { ...genesis, nodes: genesis.nodes.map((n) => ({ ...n, contributors: [soloContributor("x", 1n)] })) };
  expect(codeOf(() => ChainState.fromGenesis(solo))).toBe("GENESIS_NODE_INVALID");
});
