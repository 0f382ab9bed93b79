import type { NodeId, NodeState } from "@session/protocol";
import type { NodeKeys } from "../keys/nodeKeys.ts";
import type { Chain } from "./chain.ts";

/** Who the contract knows, in the newest final state: this node, found by its two keys, and the others by their ed25519. */
export class OwnNode {
  readonly #keys: Pick<NodeKeys, "ed25519Key" | "blsKey">;
  #chain: Chain | undefined;
  #id: NodeId | undefined;
  #members: ReadonlySet<string> = new Set();

  constructor(keys: Pick<NodeKeys, "ed25519Key" | "blsKey">) {
    this.#keys = keys;
  }

  follow(chain: Chain): void {
    this.#chain = chain;
    this.#find();
    chain.onCommitted(() => this.#find());
  }

  /** Contract id; undefined while this node isn't registered, or once it has left. */
  get id(): NodeId | undefined {
    return this.#id;
  }

  state(): NodeState | undefined {
    return this.#id === undefined ? undefined : this.#chain?.state.node(this.#id);
  }

  /** Membership of P2P: consensus topics take messages from nodes the contract knows. */
  isContractNode(ed25519Key: Uint8Array): boolean {
    return this.#members.has(Buffer.from(ed25519Key).toString("hex"));
  }

  #find(): void {
    const nodes = this.#chain?.state.nodes() ?? [];
    this.#members = new Set(nodes.map(({ ed25519Key }) => Buffer.from(ed25519Key).toString("hex")));
    const isOwn = (node: NodeState | undefined): boolean =>
      node !== undefined && Buffer.compare(node.blsKey, this.#keys.blsKey) === 0;
    if (isOwn(this.state())) return;
    // A registration with this node's BLS key but another ed25519 key isn't this node: it couldn't speak for it.
    const found = this.#chain?.state
      .nodes()
      .find((node) => isOwn(node) && Buffer.compare(node.ed25519Key, this.#keys.ed25519Key) === 0);
    this.#id = found?.id;
  }
}
