/** One line of `session-node observe`. */
export type ObservedVote = {
  readonly kind: string;
  readonly height: number;
  readonly round: number;
  readonly type: number;
  readonly value: string;
  readonly node: number;
};

export function parseRecord(text: string): ObservedVote[] {
  // The last line may still be in the making.
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** Pairs of different values one node has signed for the same height, round and type. */
export function findConflicts(votes: readonly ObservedVote[]): [ObservedVote, ObservedVote][] {
  const first = new Map<string, ObservedVote>();
  const conflicts: [ObservedVote, ObservedVote][] = [];
  for (const vote of votes) {
    const slot = `${vote.node}/${vote.height}/${vote.round}/${vote.type}`;
    const before = first.get(slot);
    if (before === undefined) first.set(slot, vote);
    else if (before.value !== vote.value) conflicts.push([before, vote]);
  }
  return conflicts;
}
