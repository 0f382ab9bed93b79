import type { Bls } from "@session/bls";
import {
  type Height,
  type NodeId,
  type Proposal,
  proposalSigningRoot,
  type ReadyRecord,
  readySigningRoot,
  revealSigningRoot,
  type Vote,
  voteSigningRoot,
} from "@session/protocol";
import type { Clock, SignedSlot, Signer } from "../consensus/ports.ts";
import { SignError } from "./errors.ts";
import type { GuardStore } from "./guardStore.ts";
import { RestoredKey } from "./restoredKey.ts";
import { PROPOSAL_SLOT, SignGuard } from "./signGuard.ts";

export type NodeSignerOptions = {
  readonly genesisHash: Uint8Array;
  /** 32 B, big-endian. */
  readonly blsSecretKey: Uint8Array;
  /** The key comes from a backup: it waits for `restored.synced` and one proof interval, in seconds. */
  readonly restoredKey?: { readonly proofIntervalSec: number };
};

export type NodeSignerModules = {
  readonly bls: Pick<Bls, "sign" | "publicKeyOf">;
  readonly guardStore: GuardStore;
  readonly clock: Clock;
  /** The contract id of the own key by the newest state; undefined while not registered. */
  readonly nodeId: () => NodeId | undefined;
};

/** Signs with the node's BLS key, which never leaves this object, behind the durable guard. */
export class NodeSigner implements Signer {
  readonly blsKey: Uint8Array;
  /** Undefined unless the key was restored from a backup. */
  readonly restored: RestoredKey | undefined;
  readonly #options: NodeSignerOptions;
  readonly #modules: NodeSignerModules;
  readonly #guard: SignGuard;

  private constructor(options: NodeSignerOptions, modules: NodeSignerModules, guard: SignGuard) {
    this.#options = options;
    this.#modules = modules;
    this.#guard = guard;
    this.blsKey = modules.bls.publicKeyOf(options.blsSecretKey);
    const { restoredKey } = options;
    if (restoredKey === undefined) return;
    this.restored = new RestoredKey({ waitMs: restoredKey.proofIntervalSec * 1000 }, { guard, clock: modules.clock });
  }

  /** @throws {SignError} `SIGN_GUARD_CORRUPT`; {BlsError} `BLS_INVALID_SECRET_KEY` */
  static async open(options: NodeSignerOptions, modules: NodeSignerModules): Promise<NodeSigner> {
    return new NodeSigner(options, modules, await SignGuard.open(modules.guardStore));
  }

  get id(): NodeId | undefined {
    return this.#modules.nodeId();
  }

  /** @throws {SignError} `SIGN_CONFLICT`, `SIGN_BELOW_LOWEST`, `SIGN_RESTORED_KEY`, `SIGN_NOT_REGISTERED`, `SIGN_WRONG_NODE` */
  async signVote(vote: Omit<Vote, "signature">): Promise<Vote> {
    this.#mayServe(vote.node, vote.height);
    const { height, round, type, value } = vote;
    await this.#guard.reserve({ height, round, type, value });
    return { ...vote, signature: this.#sign(voteSigningRoot(this.#options.genesisHash, vote)) };
  }

  /** The slot's value is the signing root, so that neither block nor valid round can change. Errors as `signVote`. */
  async signProposal(proposal: Omit<Proposal, "signature">, blockHash: Uint8Array): Promise<Proposal> {
    const { height, round, validRoundPlusOne, proposer } = proposal;
    this.#mayServe(proposer, height);
    const root = proposalSigningRoot(this.#options.genesisHash, { height, round, validRoundPlusOne, blockHash });
    await this.#guard.reserve({ height, round, type: PROPOSAL_SLOT, value: root });
    return { ...proposal, signature: this.#sign(root) };
  }

  reveal(height: Height): Uint8Array {
    return this.#sign(revealSigningRoot(this.#options.genesisHash, height));
  }

  /** Says that this node runs; needs no guard, as two such records don't contradict each other. */
  signReady(record: Omit<ReadyRecord, "signature">): ReadyRecord {
    return { ...record, signature: this.#sign(readySigningRoot(this.#options.genesisHash, record)) };
  }

  signedAt(height: Height): readonly SignedSlot[] {
    return this.#guard.signedAt(height);
  }

  close(): Promise<void> {
    return this.#guard.close();
  }

  #mayServe(node: NodeId, height: Height): void {
    if (this.id === undefined)
      throw new SignError({ code: "SIGN_NOT_REGISTERED" }, "This node's key isn't registered in the contract.");
    if (node !== this.id) throw new SignError({ code: "SIGN_WRONG_NODE", node });
    if (this.restored !== undefined && !this.restored.isReady)
      throw new SignError(
        { code: "SIGN_RESTORED_KEY", height },
        "A restored key signs only after a full sync and one proof interval.",
      );
  }

  #sign(message: Uint8Array): Uint8Array {
    return this.#modules.bls.sign(this.#options.blsSecretKey, message);
  }
}
