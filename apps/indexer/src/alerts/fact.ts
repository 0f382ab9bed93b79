import type { AlertType } from "@session/sdk/indexer-api";
import type { Hex } from "viem";

/** Something that has happened, and whom it concerns; final. */
export type Fact = {
  readonly type: AlertType;
  /** The same fact found again has the same key; with the address it makes the alert's `dedupe`. */
  readonly key: string;
  readonly addresses: Iterable<Hex>;
  /** Unix seconds. */
  readonly time: number;
  /** JSON: amounts as decimal strings in base units, times as unix seconds. */
  readonly detail: Readonly<Record<string, string | number | null>>;
};

export type Watched = ReadonlySet<Hex>;

export const isWatched = (fact: Fact, watched: Watched): boolean => [...fact.addresses].some((one) => watched.has(one));
