import { serviceNodeRewardsAbi } from "@session/contracts";
import type { L2Log } from "@session/l2";
import { blockHash, type Height } from "@session/protocol";
import { type Hex, parseEventLogs } from "viem";
import { toHex } from "../api/format.ts";
import type { ChainStore } from "../store/chainStore.ts";
import type { Chain } from "./chain.ts";
import { ChainError } from "./errors.ts";

export type PostedCheckpointsModules = {
  readonly store: Pick<ChainStore, "blockAt">;
  /** The node must not go on with a chain that L2 has not seen. */
  readonly fail: (error: ChainError) => void;
};

/**
 * Every checkpoint the contract has accepted must be of this node's own chain: keys of nodes long gone can sell a new
 * node another history, but they can't change what stands on L2 (appchain.md, "Sync and storage").
 */
export class PostedCheckpoints {
  readonly #modules: PostedCheckpointsModules;
  /** Accepted for heights this node hasn't reached. */
  readonly #ahead = new Map<Height, Hex>();
  #chain: Chain | undefined;

  constructor(modules: PostedCheckpointsModules) {
    this.#modules = modules;
  }

  follow(chain: Chain): void {
    this.#chain = chain;
    chain.onCommitted(({ block: { header } }) => {
      const posted = this.#ahead.get(header.height);
      if (posted === undefined) return;
      this.#ahead.delete(header.height);
      this.#compare(header.height, posted, toHex(blockHash(header)));
    });
  }

  /** Logs behind the safe lag; others than `CheckpointSubmitted` are passed over. */
  take(logs: readonly L2Log[]): void {
    const parsed = parseEventLogs({
      abi: serviceNodeRewardsAbi,
      eventName: "CheckpointSubmitted",
      logs: logs.map(({ address, topics, data }) => ({ address, topics, data }) as never),
    });
    for (const { args } of parsed) void this.#check(Number(args.height), args.blockHash);
  }

  async #check(height: Height, posted: Hex): Promise<void> {
    if (height > (this.#chain?.head().height ?? 0)) {
      this.#ahead.set(height, posted);
      return;
    }
    const final = await this.#modules.store.blockAt(height);
    if (final !== undefined) this.#compare(height, posted, toHex(blockHash(final.block.header)));
  }

  #compare(height: Height, onL2: Hex, local: Hex): void {
    if (onL2 === local) return;
    this.#modules.fail(
      new ChainError(
        { code: "FORK_FROM_CHECKPOINT", height, onL2, local },
        `The contract accepted a checkpoint of block ${onL2} at height ${height}, this node has ${local} there: ` +
          "it follows another history than the one L2 has seen. Compare with other nodes, then sync again into an empty --data-dir.",
      ),
    );
  }
}
