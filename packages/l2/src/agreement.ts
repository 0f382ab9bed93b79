import type { Witness } from "./providers.ts";
import type { L2Block } from "./types.ts";

/** A provider this far behind the best one, and behind the clock, has no say until it has caught up. */
const STALE_SEC = 30n;

/**
 * The members of the only group with more than half of the votes; undefined if there is none.
 *
 * With one voter it decides, with two both must agree, with three two. `voters` counts those who gave no answer too: a
 * liar must not decide because the honest ones stumbled for a moment.
 */
export function majority<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  voters: number = items.length,
): readonly T[] | undefined {
  const groups = Map.groupBy(items, keyOf);
  return [...groups.values()].find((group) => 2 * group.length > voters);
}

/**
 * The witnesses whose word counts.
 *
 * Stale is who lags behind the best head and also behind the clock: a liar who claims a head far ahead can't make the
 * honest ones look stale as long as they keep up with real time.
 */
export function withoutStale(witnesses: readonly Witness[], nowMs: number): readonly Witness[] {
  const nowSec = BigInt(Math.floor(nowMs / 1_000));
  const best = witnesses.reduce((most, { look }) => (look.head.timestamp > most ? look.head.timestamp : most), 0n);
  return witnesses.filter(({ look }) => {
    const { timestamp } = look.head;
    return best - timestamp <= STALE_SEC || nowSec - timestamp <= STALE_SEC;
  });
}

/** The head all witnesses have reached: the lowest of theirs. */
export function commonHead(witnesses: readonly Witness[]): L2Block {
  const [first, ...others] = witnesses;
  if (first === undefined) throw new RangeError("no witnesses");
  return others.reduce((low, { look }) => (look.head.number < low.number ? look.head : low), first.look.head);
}

/**
 * How far to go: as far as all witnesses have got, or, if one of three or more does not get past the cursor, as far as
 * more than half of them have, with those.
 *
 * Not the majority's head at once: between a liar far ahead and the faster of two honest ones there would be no majority.
 */
export function reach(
  witnesses: readonly Witness[],
  isBeyondCursor: (head: L2Block) => boolean,
): { readonly head: L2Block; readonly witnesses: readonly Witness[] } {
  const head = commonHead(witnesses);
  if (isBeyondCursor(head)) return { head, witnesses };
  const descending = witnesses.map(({ look }) => look.head).sort((a, b) => Number(b.number - a.number));
  const middle = descending[Math.floor(witnesses.length / 2)];
  if (middle === undefined || !isBeyondCursor(middle)) return { head, witnesses };
  return { head: middle, witnesses: witnesses.filter(({ look }) => look.head.number >= middle.number) };
}

/**
 * Where the providers stand towards the cursor:
 * `same`: they have it · `behind`: their head is below it · `moved`: they have another block there · `split`: no majority.
 */
export type Standing = { readonly kind: "same" | "behind" | "moved" | "split"; readonly witnesses: readonly Witness[] };

/** Compares what the witnesses have at the cursor's number. */
export function judge(witnesses: readonly Witness[], voters: number, cursor: L2Block): Standing {
  const hashOf = ({ look }: Witness): string => look.blocks.get(cursor.number)?.hash ?? "none";
  const agreed = majority(witnesses, hashOf, voters);
  const [first] = agreed ?? [];
  if (agreed === undefined || first === undefined) return { kind: "split", witnesses };
  const hash = hashOf(first);
  if (hash === "none") return { kind: "behind", witnesses: agreed };
  return { kind: hash === cursor.hash ? "same" : "moved", witnesses: agreed };
}
