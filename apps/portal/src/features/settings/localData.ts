import { BURNER_KEY_ITEM } from "../../wallet/burnerKey.ts";

/** Deletes all this site keeps in the browser, save the burner wallet's key, which may hold something. */
export function clearLocalData(storage: Storage): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const name of names) if (name !== null && name !== BURNER_KEY_ITEM) storage.removeItem(name);
}
