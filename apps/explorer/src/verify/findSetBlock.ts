/** Set version of the contract at the end of an L2 block; undefined where the RPC has no state of it. */
export type VersionAt = (block: bigint) => Promise<bigint | undefined>;

/**
 * An L2 block at whose end the contract's set had the wanted version: `latest`, one of the hints, or one found by
 * halving, since versions only grow. Undefined when there is none that the RPC still knows.
 */
export async function findSetBlock(
  versionAt: VersionAt,
  wanted: bigint,
  { latest, hints }: { readonly latest: bigint; readonly hints: readonly bigint[] },
): Promise<bigint | undefined> {
  for (const hint of [latest, ...hints]) if (hint <= latest && (await versionAt(hint)) === wanted) return hint;
  let [low, high] = [0n, latest];
  while (low < high) {
    const middle = (low + high) / 2n;
    const version = await versionAt(middle);
    if (version === wanted) return middle;
    // What isn't known any more is older than what is.
    if (version === undefined || version < wanted) low = middle + 1n;
    else high = middle;
  }
  return undefined;
}
