import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { createIndexerClient } from "@session/sdk";
import { decodeFunctionData, defineChain, encodeFunctionResult, type Hex } from "viem";
import { afterEach } from "vitest";
import { portalConfigSchema } from "../../src/config/network.ts";
import type { AskModules } from "../../src/data/ask.ts";
import { createL2Client } from "../../src/data/l2Client.ts";

export const CONTRACT = "0x00000000000000000000000000000000000000C1";
/** Time of the newest block. */
export const NOW_SEC = 1_800_000_000;
export type Answered = { readonly status?: number; readonly json?: unknown; readonly text?: string };

/** HTTP servers of a test; all end with it. */
export class TestServers {
  readonly #running = new Set<Server>();

  /** @returns where it listens */
  async listen(answer: (path: string, body: string) => Answered): Promise<string> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { status = 200, json, text } = answer(request.url ?? "", Buffer.concat(chunks).toString());
      response.writeHead(status, { "content-type": "application/json" }).end(text ?? JSON.stringify(json));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#running.add(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @returns a URL nobody listens at */
  async dead(): Promise<string> {
    const url = await this.listen(() => ({}));
    const last = [...this.#running].at(-1);
    if (last !== undefined) await this.#stop(last);
    return url;
  }

  /**
   * JSON-RPC of an L2 that has the rewards contract.
   *
   * @param results - of its functions, by name
   * @param onAsked - hears each method
   */
  rpc(
    results: Readonly<Record<string, unknown>>,
    onAsked: (method: string) => void = () => undefined,
  ): Promise<string> {
    return this.listen((_path, body) => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params?: [{ data: Hex }] };
      onAsked(method);
      return { json: { jsonrpc: "2.0", id, result: resultOf(method, params?.[0].data ?? "0x", results) } };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((server) => this.#stop(server)));
  }

  async #stop(server: Server): Promise<void> {
    this.#running.delete(server);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** For a file of tests: what a test has started ends with it. */
export function serversOfEachTest(): TestServers {
  const servers = new TestServers();
  afterEach(() => servers.close());
  return servers;
}

function resultOf(method: string, data: Hex, results: Readonly<Record<string, unknown>>) {
  switch (method) {
    case "eth_chainId":
      return "0x1";
    case "eth_blockNumber":
      return "0x10";
    case "eth_getBlockByNumber":
      return { number: "0x10", timestamp: `0x${NOW_SEC.toString(16)}`, baseFeePerGas: "0x77359400", transactions: [] };
    case "eth_estimateGas":
      return "0x11170";
    case "eth_maxPriorityFeePerGas":
      return "0x1";
    case "eth_getLogs":
      return [];
    case "eth_call":
      return callContract(data, results);
    default:
      throw new Error(`${method} isn't part of this test`);
  }
}

function callContract(data: Hex, results: Readonly<Record<string, unknown>>): Hex {
  const abi = serviceNodeRewardsAbi;
  const { functionName } = decodeFunctionData({ abi, data });
  const encode = encodeFunctionResult as (result: object) => Hex;
  return encode({ abi, functionName, result: results[functionName] });
}

export type PortalPlaces = {
  readonly indexer: string;
  readonly rpc: string;
  readonly nodes?: readonly string[];
  readonly live?: "live" | "broken";
};

/** What asking takes of a portal whose servers are these. */
export function portalAt({ indexer, rpc, nodes = [], live = "broken" }: PortalPlaces): AskModules {
  const contracts = { serviceNodeRewards: CONTRACT, rewardRatePool: CONTRACT, sesh: CONTRACT };
  const places = { rpcUrl: rpc, indexerUrl: indexer, nodeApis: nodes };
  const config = portalConfigSchema.parse({ networkName: "testing", chainId: 1, contracts, ...places });
  const chain = defineChain({
    ...{ id: 1, name: "t", nativeCurrency: { name: "E", symbol: "E", decimals: 18 } },
    rpcUrls: { default: { http: [rpc] } },
  });
  return {
    config,
    indexer: createIndexerClient({ url: indexer, timeoutMs: 2_000 }),
    openL2: async () => createL2Client(chain, rpc),
    live: { state: () => live } as unknown as AskModules["live"],
  };
}
