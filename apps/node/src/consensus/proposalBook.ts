import type { Block, Proposal } from "@session/protocol";
import { isSameBytes, toKey } from "./bytes.ts";
import type { Verdict } from "./ports.ts";
import { toBlockHash, toValidRound } from "./rules/proposal.ts";

/** Proposals a proposer may be seen with per round: the second proves the offence, and may be what others decide. */
const MAX_PER_ROUND = 2;

export type BookedProposal = { readonly proposal: Proposal; readonly hash: Uint8Array; readonly validRound: number };

/** The verdict on a block, once and for ever, or its running check. */
type Check = Verdict | "pending";

/** Proposals and blocks of one height, and what this node thinks of them. */
export class ProposalBook {
  readonly #rounds = new Map<number, BookedProposal[]>();
  readonly #blocks = new Map<string, Block>();
  readonly #checks = new Map<string, Check>();

  /**
   * Records a proposal whose signature was verified. `conflict` is another one of the same proposer and round. A third
   * is taken only if `isWanted`: when others vote for its block.
   */
  add(proposal: Proposal, isWanted = false): { readonly isNew: boolean; readonly conflict?: Proposal } {
    const hash = toBlockHash(proposal);
    const booked = this.#rounds.get(proposal.round) ?? [];
    if (booked.some((other) => isSame(other, proposal, hash))) return { isNew: false };
    if (booked.length >= MAX_PER_ROUND && !isWanted) return { isNew: false };
    booked.push({ proposal, hash, validRound: toValidRound(proposal) });
    this.#rounds.set(proposal.round, booked);
    this.addBlock(hash, proposal.block);
    const conflict = booked.length > 1 ? booked[0]?.proposal : undefined;
    return conflict === undefined ? { isNew: true } : { isNew: true, conflict };
  }

  addBlock(hash: Uint8Array, block: Block): void {
    this.#blocks.set(toKey(hash), block);
  }

  has(proposal: Proposal, hash: Uint8Array): boolean {
    return this.#rounds.get(proposal.round)?.some((other) => isSame(other, proposal, hash)) ?? false;
  }

  /** The first proposal seen of a round: the one that is voted on. */
  first(round: number): BookedProposal | undefined {
    return this.#rounds.get(round)?.[0];
  }

  all(): readonly Proposal[] {
    return [...this.#rounds.values()].flat().map(({ proposal }) => proposal);
  }

  block(hash: string): Block | undefined {
    return this.#blocks.get(hash);
  }

  /** `freshRound`: the check that includes clock and L2 view; without, the one that everybody must agree on. */
  check(hash: string, freshRound?: number): Check | undefined {
    return this.#checks.get(`${hash}:${freshRound ?? ""}`);
  }

  setCheck(hash: string, freshRound: number | undefined, check: Check): void {
    this.#checks.set(`${hash}:${freshRound ?? ""}`, check);
    // What is valid by clock and L2 view is valid.
    if (freshRound !== undefined && check !== "pending" && check.ok) this.#checks.set(`${hash}:`, check);
  }

  /** A check that couldn't be finished may be started again. */
  clearCheck(hash: string, freshRound: number | undefined): void {
    this.#checks.delete(`${hash}:${freshRound ?? ""}`);
  }
}

function isSame(booked: BookedProposal, proposal: Proposal, hash: Uint8Array): boolean {
  return booked.proposal.validRoundPlusOne === proposal.validRoundPlusOne && isSameBytes(booked.hash, hash);
}
