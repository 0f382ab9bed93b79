import type { Abi, Hex, Log, StateOverride } from "viem";
import type { Wallet } from "../clients/wallet.ts";

export type ContractCall = {
  readonly address: Hex;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
};

/** What became of the last of several calls. */
export type Rehearsed =
  | { readonly status: "success"; readonly result: unknown; readonly gasUsed: bigint; readonly logs: readonly Log[] }
  | { readonly status: "failure"; readonly error: Error };

/** Plays calls one after the other without sending them, where the RPC can (`eth_simulateV1`). */
export class Rehearsal {
  readonly #publicClient: Wallet["publicClient"];
  readonly #account: Hex;
  #isOffered = true;

  constructor(publicClient: Wallet["publicClient"], account: Hex) {
    this.#publicClient = publicClient;
    this.#account = account;
  }

  /** @returns what the last call makes of what those before it made; undefined where the RPC can't say */
  async play(calls: readonly ContractCall[], stateOverrides: StateOverride): Promise<Rehearsed | undefined> {
    if (!this.#isOffered) return undefined;
    const account = this.#account;
    const toCall = ({ address, abi, functionName, args = [] }: ContractCall) => ({
      ...{ account, to: address, abi, functionName, args },
    });
    try {
      const block = { calls: calls.map(toCall), stateOverrides };
      const [simulated] = await this.#publicClient.simulateBlocks({ blocks: [block] } as never);
      return simulated?.calls.at(-1) as Rehearsed | undefined;
    } catch {
      this.#isOffered = false;
      return undefined;
    }
  }
}
