import assert from "node:assert/strict";
import type { Ghost, GhostTree } from "./ghost.ts";
import type { Outcome } from "./world.ts";

/** Heights of the ring. */
const KEPT = 64;

/** Element number `index`, counted round and round. */
export const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];
/** The newest first: the attacker uses what it has just signed. */
export const pickTree = ({ trees }: Ghost, index: number) => trees.at(-1 - (index % Math.max(trees.length, 1)));
export const isPaused = (ghost: Ghost, now: bigint) => now < ghost.pausedUntil;

/** What a step did: `accepted` by the contract, refused as foreseen, or `idle` when there was nothing to call. */
export type Played = "accepted" | "refused" | "idle";

/** Asserts that the contract did what the model foresaw. */
export function settle(outcome: Outcome, expected: boolean, what: string): Played {
  const said = outcome.ok ? "accepted" : outcome.error;
  assert.equal(outcome.ok, expected, `${what}: foreseen ${expected ? "accepted" : "refused"}, but ${said}`);
  return outcome.ok ? "accepted" : "refused";
}

/** Whether the contract still knows a checkpoint's root. */
export const isStored = (ghost: Ghost, tree: GhostTree) => !tree.revoked && ghost.trees.slice(-KEPT).includes(tree);
