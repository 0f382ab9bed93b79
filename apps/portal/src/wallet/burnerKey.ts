import type { Hex } from "viem";

export const BURNER_KEY_ITEM = "session.burner.key";
export const BURNER_CONNECTED_ITEM = "session.burner.connected";

/** The burner's private key as it is kept in this browser; undefined without one. */
export function readBurnerKey(storage: Storage): Hex | undefined {
  const kept = storage.getItem(BURNER_KEY_ITEM);
  return kept !== null && /^0x[0-9a-f]{64}$/.test(kept) ? (kept as Hex) : undefined;
}

/** Deletes the key: whoever has no copy of it loses what the account holds. */
export function forgetBurnerKey(storage: Storage): void {
  storage.removeItem(BURNER_KEY_ITEM);
  storage.removeItem(BURNER_CONNECTED_ITEM);
}
