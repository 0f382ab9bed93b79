import { type Anvil, devAccounts, startAnvil } from "@session/testing";
import { createProvider, type Hex } from "../src/index.ts";
import { describeChildren, type EmittingBackend, type EmittingChain } from "./childrenConformance.ts";
import { emittersInProcess } from "./fakeBackends.ts";
import type { Emission } from "./fakeChain.ts";
import { storeBackends } from "./setup.ts";

/**
 * Emits the two words of its call data as topics: PUSH1 0x20 CALLDATALOAD PUSH0 CALLDATALOAD PUSH0 PUSH0 LOG2 STOP,
 * behind PUSH9 runtime PUSH0 MSTORE PUSH1 9 PUSH1 23 RETURN.
 */
const CREATION: Hex = "0x686020355f355f5fa2005f5260096017f3";

const [{ address: account }] = devAccounts;

class AnvilEmitters implements EmittingChain {
  readonly contracts: readonly Hex[];
  readonly #anvil: Anvil;

  private constructor(anvil: Anvil, contracts: readonly Hex[]) {
    this.#anvil = anvil;
    this.contracts = contracts;
  }

  static async deploy(anvil: Anvil): Promise<AnvilEmitters> {
    const hashes: Hex[] = [];
    for (let i = 0; i < 4; i++)
      hashes.push(await anvil.request("eth_sendTransaction", [{ from: account, data: CREATION, gas: "0x100000" }]));
    await anvil.request("evm_mine");
    const contracts: Hex[] = [];
    for (const hash of hashes) {
      const receipt = await anvil.request<{ contractAddress: Hex }>("eth_getTransactionReceipt", [hash]);
      contracts.push(receipt.contractAddress);
    }
    return new AnvilEmitters(anvil, contracts);
  }

  async head(): Promise<bigint> {
    return BigInt(await this.#anvil.request<Hex>("eth_blockNumber"));
  }

  async emit(emissions: readonly Emission[]): Promise<void> {
    for (const { from: to, topics } of emissions) {
      const data = `0x${topics.map((topic) => topic.slice(2)).join("")}`;
      await this.#anvil.request("eth_sendTransaction", [{ from: account, to, data, gas: "0x100000" }]);
    }
    await this.#anvil.request("evm_mine");
  }

  async reorg(depth: number): Promise<void> {
    await this.#anvil.request("anvil_reorg", [depth, []]);
  }

  async logs(): Promise<{ block: bigint; address: Hex; topics: readonly Hex[] }[]> {
    type Log = { blockNumber: Hex; address: Hex; topics: Hex[] };
    const logs = await this.#anvil.request<Log[]>("eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }]);
    return logs.map(({ blockNumber, address, topics }) => ({ block: BigInt(blockNumber), address, topics }));
  }
}

const anvilBackend: EmittingBackend = {
  name: "Anvil",
  start: async () => {
    const anvil = await startAnvil({ noMining: true, chainId: 31340 });
    const chain = await AnvilEmitters.deploy(anvil);
    return { chain, chainId: 31340n, provider: createProvider({ url: anvil.url }), stop: () => anvil.kill() };
  },
};

for (const chain of [emittersInProcess, anvilBackend])
  for (const store of storeBackends) describeChildren(chain, store);
