import { CodedError, genesisHash } from "@session/protocol";
import { type TestBls, testGenesis } from "@session/protocol/testing";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./errors.ts";
import { networkToJson, parseNetwork } from "./network.ts";

/** A network file takes keys for bytes, so these need not be points of the curve. */
const bytes: TestBls = {
  deriveSecretKey: (material: Uint8Array) => material.slice(0, 32),
  publicKeyOf: (secret: Uint8Array) => new Uint8Array([...secret, ...secret.slice(0, 16)]),
  sign: () => new Uint8Array(96),
  aggregateSignatures: () => new Uint8Array(96),
  verify: () => false,
} as unknown as TestBls;

const network = {
  name: "test",
  genesis: testGenesis(bytes, { nodes: 3, rewardRate: 2n ** 70n, feeBps: (id) => id * 100 }),
  bootstrap: ["/ip4/192.0.2.1/tcp/4801/p2p/12D3KooWExample"],
  nodeApis: ["https://node.example"],
  l2Rpcs: ["https://rpc.example/v2?key=1"],
  contracts: {
    serviceNodeContributionFactory: "0x00000000000000000000000000000000000000f1",
    vestings: ["0x00000000000000000000000000000000000000f2"],
  },
  indexers: ["https://indexer.example"],
  portal: "https://stake.example",
} as const;
/** As it comes from a file. */
const json = () => JSON.parse(JSON.stringify(networkToJson(network)));

function refusalOf(change: (file: ReturnType<typeof json>) => unknown): ConfigError["detail"] | undefined {
  try {
    parseNetwork(change(json()));
  } catch (error) {
    if (error instanceof ConfigError) return error.detail;
    throw error;
  }
  return undefined;
}

describe("a network file", () => {
  it("survives JSON: the genesis, and with it the hash every signature is bound to, is the same", () => {
    const parsed = parseNetwork(json());
    expect(parsed).toEqual({ ...network, genesisHash: genesisHash(network.genesis) });
    expect(networkToJson(parsed)).toEqual(networkToJson(network));
  });

  it("needs no addresses", () => {
    const { name, genesis } = json();
    expect(parseNetwork({ name, genesis })).toMatchObject({
      bootstrap: [],
      nodeApis: [],
      l2Rpcs: [],
      contracts: { serviceNodeContributionFactory: null, vestings: [] },
      indexers: [],
      portal: null,
    });
  });

  it("NETWORK_FILE_INVALID names the field, in the genesis too", () => {
    const refusals: [(file: ReturnType<typeof json>) => unknown, string][] = [
      [() => null, ""],
      [() => [], ""],
      [({ name: _, ...rest }) => rest, "name"],
      [(file) => ({ ...file, name: "" }), "name"],
      [(file) => ({ ...file, nodeApis: ["no url"] }), "nodeApis.0"],
      [(file) => ({ ...file, bootstrap: "one" }), "bootstrap"],
      [(file) => ({ ...file, contracts: { vestings: ["0x12"] } }), "contracts.vestings.0"],
      [(file) => ({ ...file, portal: "no url" }), "portal"],
      [({ genesis: _, ...rest }) => rest, "genesis"],
      [(file) => ({ ...file, genesis: { ...file.genesis, chainId: 1 } }), "genesis.chainId"],
      [(file) => ({ ...file, genesis: { ...file.genesis, surprise: 1 } }), "genesis.surprise"],
      [(file) => ({ ...file, genesis: { ...file.genesis, nodes: [] } }), "genesis"],
      [(file) => ({ ...file, genesis: { ...file.genesis, nodes: [file.genesis.nodes[0], 7] } }), "genesis.nodes[1]"],
    ];
    for (const [change, path] of refusals)
      expect(refusalOf(change), path).toMatchObject({ code: "NETWORK_FILE_INVALID", path });
  });

  it("is one of our errors, with the genesis' own code among its words", () => {
    const [first] = json().genesis.nodes;
    const twice = (file: ReturnType<typeof json>) => ({ ...file, genesis: { ...file.genesis, nodes: [first, first] } });
    expect(refusalOf(twice)).toMatchObject({ reason: expect.stringContaining("GENESIS_") });
    expect(() => parseNetwork(twice(json()))).toThrow(CodedError);
  });
});
