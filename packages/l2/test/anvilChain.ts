import { type Anvil, devAccounts } from "@session/testing";
import type { Hex } from "../src/index.ts";
import type { TestChain } from "./testChain.ts";

/**
 * Runtime code of a contract without a compiler:
 * call data of 32 bytes: LOG1 with that word as topic and the first 32 bytes of memory (zero) as data;
 * no call data: returns the block number, which is what `eth_call` at a step must give.
 *
 *   CALLDATASIZE PUSH1 0x0c JUMPI NUMBER PUSH0 MSTORE PUSH1 0x20 PUSH0 RETURN STOP
 *   0x0c: JUMPDEST PUSH0 CALLDATALOAD PUSH1 0x20 PUSH0 LOG1 STOP
 */
const RUNTIME = "36600c57435f5260205ff3005b5f3560205fa100";

/** PUSH20 runtime PUSH0 MSTORE PUSH1 20 PUSH1 12 RETURN: a 20-byte word lies at the end of its 32 bytes of memory. */
const CREATION: Hex = `0x73${RUNTIME}5f526014600cf3`;

const [{ address: from }] = devAccounts;

/** Drives a real Anvil started with `noMining`: one block at a time, real transactions, real reorganisations. */
export class AnvilChain implements TestChain {
  readonly address: Hex;
  readonly #anvil: Anvil;

  private constructor(anvil: Anvil, address: Hex) {
    this.#anvil = anvil;
    this.address = address;
  }

  static async deploy(anvil: Anvil): Promise<AnvilChain> {
    const hash = await anvil.request<Hex>("eth_sendTransaction", [{ from, data: CREATION, gas: "0x100000" }]);
    await anvil.request("evm_mine");
    const receipt = await anvil.request<{ contractAddress: Hex }>("eth_getTransactionReceipt", [hash]);
    const code = await anvil.request<Hex>("eth_getCode", [receipt.contractAddress, "latest"]);
    if (code !== `0x${RUNTIME}`) throw new Error(`the test contract has code ${code}`);
    return new AnvilChain(anvil, receipt.contractAddress);
  }

  /** The same contract on an Anvil that was restarted. */
  static attach(anvil: Anvil, address: Hex): AnvilChain {
    return new AnvilChain(anvil, address);
  }

  async head(): Promise<bigint> {
    return BigInt(await this.#anvil.request<Hex>("eth_blockNumber"));
  }

  async mine(topics: readonly Hex[] = []): Promise<void> {
    for (const topic of topics)
      await this.#anvil.request("eth_sendTransaction", [{ from, to: this.address, data: topic, gas: "0x100000" }]);
    await this.#anvil.request("evm_mine");
  }

  async reorg(depth: number): Promise<void> {
    await this.#anvil.request("anvil_reorg", [depth, []]);
  }

  async topics(): Promise<{ block: bigint; topic: Hex }[]> {
    const filter = { fromBlock: "0x0", toBlock: "latest", address: this.address };
    const logs = await this.#anvil.request<{ blockNumber: Hex; topics: Hex[] }[]>("eth_getLogs", [filter]);
    return logs.map((log) => ({ block: BigInt(log.blockNumber), topic: log.topics[0] ?? "0x" }));
  }
}
