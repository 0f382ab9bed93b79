import type { Hex } from "viem";
import { z } from "zod";
import { wizardSteps } from "./model.ts";
import { wizardText } from "./wizardForm.ts";

const draft = z.object({
  step: z.enum(wizardSteps),
  text: wizardText,
  /** Pool made from here, until the indexer has seen it. */
  pool: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((address) => address as Hex)
    .optional(),
});
/** What somebody has entered for a node and not signed yet. */
export type Draft = z.infer<typeof draft>;

const keyOf = (ed25519: string) => `session.register.${ed25519.toLowerCase()}`;

/** @returns undefined for none, and for one this version doesn't understand */
export function readDraft(storage: Storage, ed25519: string): Draft | undefined {
  const kept = storage.getItem(keyOf(ed25519));
  if (kept === null) return undefined;
  try {
    return draft.safeParse(JSON.parse(kept)).data;
  } catch {
    return undefined;
  }
}

export function keepDraft(storage: Storage, ed25519: string, kept: Draft): void {
  try {
    storage.setItem(keyOf(ed25519), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage costs the draft's life over a reload, and nothing else.
  }
}

export function dropDraft(storage: Storage, ed25519: string): void {
  storage.removeItem(keyOf(ed25519));
}
