import { bytesToHex } from "@noble/hashes/utils.js";
import { BlockHeaderSsz, type Proposal, proposalSigningRoot, type Vote, verifyPrecommits } from "@session/protocol";
import type { GossipVerdict, Voter } from "../../src/consensus/ports.ts";
import { sharedBls } from "./keys.ts";
import type { FinalBlock } from "./simulatedChain.ts";

export type Violation =
  /** Two honest nodes finalised different blocks at one height. */
  | { readonly code: "AGREEMENT"; readonly height: number }
  /** A final block without the precommits of ⌊2n/3⌋ + 1 validators, or not linked to its parent. */
  | { readonly code: "VALIDITY"; readonly height: number; readonly reason: string }
  /** An honest node signed two values for one slot. */
  | { readonly code: "DOUBLE_SIGN"; readonly node: number; readonly height: number; readonly type: number }
  /** An honest node's message was counted against its sender. */
  | { readonly code: "HONEST_REJECTED"; readonly node: number; readonly reason: string };

const PROPOSAL = 3;

/** Sees every message and every chain, and knows nothing of the engine: the judge of a run. */
export class Observer {
  readonly violations: Violation[] = [];
  messages = 0;
  readonly #options: { genesisHash: Uint8Array; voters: readonly Voter[]; liars: readonly number[] };
  readonly #signed = new Map<string, string>();
  readonly #final = new Map<number, string>();
  readonly #checked = new Set<string>();

  constructor(options: { genesisHash: Uint8Array; voters: readonly Voter[]; liars: readonly number[] }) {
    this.#options = options;
  }

  onVote({ node, height, round, type, value }: Vote): void {
    this.messages += 1;
    this.#sign(node, { height, round, type }, bytesToHex(value));
  }

  onProposal(proposal: Proposal): void {
    this.messages += 1;
    const { proposer, height, round, validRoundPlusOne, block } = proposal;
    const blockHash = BlockHeaderSsz.hashTreeRoot(block.header);
    const content = { height, round, validRoundPlusOne, blockHash };
    const root = proposalSigningRoot(this.#options.genesisHash, content);
    this.#sign(proposer, { height, round, type: PROPOSAL }, bytesToHex(root));
  }

  onVerdict(verdict: GossipVerdict, from: number): void {
    // What a liar sent may be passed on in an honest node's answer only after it was verified.
    if (verdict.result === "reject" && !this.#options.liars.includes(from))
      this.violations.push({ code: "HONEST_REJECTED", node: from, reason: verdict.code });
  }

  /** Agreement and validity over what the honest nodes hold final. */
  checkChains(chains: readonly (readonly FinalBlock[])[]): void {
    for (const chain of chains)
      for (const [index, { block, commit }] of chain.entries()) {
        const height = index + 1;
        const hash = bytesToHex(BlockHeaderSsz.hashTreeRoot(block.header));
        const known = this.#final.get(height) ?? hash;
        this.#final.set(height, known);
        if (known !== hash) this.violations.push({ code: "AGREEMENT", height });
        const key = `${hash}:${bytesToHex(commit.signature)}`;
        if (this.#checked.has(key)) continue;
        this.#checked.add(key);
        const reason = this.#invalid({ block, commit }, chain[index - 1]);
        if (reason !== undefined) this.violations.push({ code: "VALIDITY", height, reason });
      }
  }

  #invalid(
    { block, commit }: Pick<FinalBlock, "block" | "commit">,
    parent: FinalBlock | undefined,
  ): string | undefined {
    const { genesisHash } = this.#options;
    const voters = parent?.state.validators() ?? this.#options.voters;
    const parentHash = parent?.commit.blockHash ?? genesisHash;
    if (bytesToHex(block.header.parentHash) !== bytesToHex(parentHash)) return "parent";
    if (bytesToHex(commit.blockHash) !== bytesToHex(BlockHeaderSsz.hashTreeRoot(block.header))) return "hash";
    const signers = commit.bits.getTrueBitIndexes().length;
    // Written out: the judge must not borrow the engine's rules.
    if (3 * signers <= 2 * voters.length) return `${signers} of ${voters.length} signers`;
    return verifyPrecommits(voters, commit, genesisHash, sharedBls) ? undefined : "signature";
  }

  #sign(node: number, slot: { height: number; round: number; type: number }, value: string): void {
    if (this.#options.liars.includes(node)) return;
    const key = `${node}:${slot.height}:${slot.round}:${slot.type}`;
    const known = this.#signed.get(key);
    if (known === undefined) this.#signed.set(key, value);
    else if (known !== value) this.violations.push({ code: "DOUBLE_SIGN", node, height: slot.height, type: slot.type });
  }
}
