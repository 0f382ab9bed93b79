import { createNodeClient, type IndexerClient } from "@session/sdk";
import { waitUntil } from "./waitUntil.ts";

/** What it takes to find them and to wake them. */
type Network = {
  readonly indexer: IndexerClient;
  urlOf(service: string): string;
  call(...args: string[]): Promise<unknown>;
};

/** The nodes tests register; those nobody needs yet rest. */
export class Spares {
  readonly #devnet: Network;
  readonly #names: readonly string[];

  constructor(devnet: Network, names: readonly string[]) {
    this.#devnet = devnet;
    this.#names = names;
  }

  /**
   * A node that runs and isn't registered, or has left the contract again; one that nobody has prepared, as long as there
   * is any.
   */
  async findFree(): Promise<string> {
    let resting: string | undefined;
    let second: string | undefined;
    for (const name of this.#names) {
      const status = await this.#statusOf(name);
      if (status === undefined) resting ??= name;
      else if (status.nodeState === "unregistered" && (await this.#isUnregistered(name))) {
        if (!(await this.#isPrepared(status.ed25519))) return name;
        second ??= name;
      }
    }
    if (resting !== undefined) {
      await this.#devnet.call("restart", resting);
      // One that was only slow to answer may be registered.
      return (await this.#isUnregistered(resting)) ? resting : this.findFree();
    }
    if (second === undefined) throw new Error("all spare nodes are taken: start the devnet with more");
    return second;
  }

  /** Stops them until one is needed: each takes a tenth of a core to listen along. */
  async rest(): Promise<void> {
    for (const name of this.#names) await this.#devnet.call("kill", name);
  }

  /** What it says once it follows the chain: on a busy machine one may not have heard yet that it was registered. */
  async #isUnregistered(name: string): Promise<boolean> {
    const target = await this.#statusOf("node1");
    let isUnregistered = false;
    const follows = async () => {
      const status = await this.#statusOf(name);
      isUnregistered = status?.nodeState === "unregistered";
      if (status === undefined || status.mode === "syncing") return false;
      return target === undefined || status.l2.number >= target.l2.number;
    };
    await waitUntil(follows, `${name} to follow the chain`);
    return isUnregistered;
  }

  /** The ed25519 key of a node that was prepared and isn't registered. */
  async findPrepared(): Promise<string | undefined> {
    for (const name of this.#names) {
      const status = await this.#statusOf(name);
      if (status?.nodeState === "unregistered" && (await this.#isPrepared(status.ed25519))) return status.ed25519;
    }
    return undefined;
  }

  /** Undefined of a node that doesn't answer. */
  #statusOf(name: string) {
    return createNodeClient({ url: this.#devnet.urlOf(name) })
      .getStatus()
      .catch(() => undefined);
  }

  #isPrepared(ed25519: string): Promise<boolean> {
    return this.#devnet.indexer.getRegistration({ ed25519 }).then(
      () => true,
      () => false,
    );
  }
}
