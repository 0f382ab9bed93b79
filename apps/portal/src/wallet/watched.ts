import { useSyncExternalStore } from "react";
import { getAddress, type Hex, isAddress, isAddressEqual } from "viem";
import { stored } from "./stored.ts";

/** An address somebody looks at without being able to sign for it. */
export type Watched = {
  readonly address: Hex;
  /** What it is to the reader; may be empty. */
  readonly label: string;
};

const MOST_WATCHED = 50;
export const LONGEST_LABEL = 40;

export const watchedStore = stored<readonly Watched[]>("session.watched", (json) =>
  (Array.isArray(json) ? json : []).flatMap(toWatched).slice(0, MOST_WATCHED),
);

function toWatched(entry: unknown): Watched[] {
  if (typeof entry !== "object" || entry === null || !("address" in entry)) return [];
  const { address } = entry;
  if (typeof address !== "string" || !isAddress(address, { strict: false })) return [];
  const label = "label" in entry && typeof entry.label === "string" ? entry.label : "";
  return [{ address: getAddress(address), label: label.trim().slice(0, LONGEST_LABEL) }];
}

export type WatchFault = "empty" | "notAnAddress" | "wrongChecksum" | "known" | "tooMany";

/** What is wrong with an address to watch; its letters' case is a checksum wherever it is mixed (EIP-55). */
export function findWatchFault(list: readonly Watched[], typed: string): WatchFault | undefined {
  const text = typed.trim();
  if (text === "") return "empty";
  if (!isAddress(text, { strict: false })) return "notAnAddress";
  if (!isAddress(text)) return "wrongChecksum";
  if (list.some(({ address }) => isAddressEqual(address, text))) return "known";
  return list.length >= MOST_WATCHED ? "tooMany" : undefined;
}

/** The address at the end of the list; nothing changes where `findWatchFault` has something to say. */
export function withWatched(list: readonly Watched[], address: string, label: string): readonly Watched[] {
  return findWatchFault(list, address) === undefined
    ? [...list, ...toWatched({ address: address.trim(), label })]
    : list;
}

export function withLabel(list: readonly Watched[], address: Hex, label: string): readonly Watched[] {
  return list.map((entry) =>
    entry.address === address ? { address, label: label.trim().slice(0, LONGEST_LABEL) } : entry,
  );
}

/** The addresses watched in this browser, kept with their labels. */
export function useWatched() {
  const list = useSyncExternalStore(watchedStore.subscribe, watchedStore.read);
  return {
    list,
    add: (address: string, label: string) => watchedStore.write(withWatched(watchedStore.read(), address, label)),
    rename: (address: Hex, label: string) => watchedStore.write(withLabel(watchedStore.read(), address, label)),
    remove: (address: Hex) => watchedStore.write(watchedStore.read().filter((entry) => entry.address !== address)),
  };
}
