/** The first `limit` items of a keyed stream, and the cursor to go on from; null at the end. */
export async function takePage<Item>(
  stream: AsyncIterable<readonly [string, Item]>,
  limit: number,
): Promise<{ items: Item[]; next: string | null }> {
  const items: Item[] = [];
  let last: string | null = null;
  for await (const [key, item] of stream) {
    if (items.length === limit) return { items, next: last };
    items.push(item);
    last = key;
  }
  return { items, next: null };
}
