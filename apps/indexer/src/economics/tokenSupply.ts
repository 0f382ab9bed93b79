import { TOTAL_SUPPLY } from "@session/contracts";
import { erc20Abi } from "viem";
import type { IndexerModules } from "../modules.ts";
import { l2Unavailable } from "./parametersInForce.ts";

type Modules = Pick<IndexerModules, "network" | "l2Client" | "now"> & {
  readonly addresses: { readonly pool: `0x${string}`; readonly sesh: `0x${string}` };
};
/** Base units. */
export type TokenSupply = { readonly total: bigint; readonly rewardPool: bigint };

const MAX_AGE_MS = 15_000;

/**
 * Total supply and what the reward pool holds. On mainnet the supply is fixed and most of it may be on L1, so that L2's
 * token doesn't tell; other networks have only their own token.
 */
export class TokenSupplyReader {
  readonly #modules: Modules;
  #known: { readonly supply: TokenSupply; readonly readAt: number } | undefined;
  #pending: Promise<TokenSupply> | undefined;

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /** @throws ProblemError L2_UNAVAILABLE when L2 has never told */
  async read(): Promise<TokenSupply> {
    const known = this.#known;
    if (known !== undefined && this.#modules.now() - known.readAt <= MAX_AGE_MS) return known.supply;
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending.catch(() => {
      if (known !== undefined) return known.supply;
      throw l2Unavailable();
    });
  }

  async #ask(): Promise<TokenSupply> {
    const { l2Client, network, addresses, now } = this.#modules;
    const token = { address: addresses.sesh, abi: erc20Abi } as const;
    const [total, rewardPool] = await Promise.all([
      network.genesis.preset === "mainnet"
        ? TOTAL_SUPPLY
        : l2Client.readContract({ ...token, functionName: "totalSupply" }),
      l2Client.readContract({ ...token, functionName: "balanceOf", args: [addresses.pool] }),
    ]);
    const supply = { total, rewardPool };
    this.#known = { supply, readAt: now() };
    return supply;
  }
}
