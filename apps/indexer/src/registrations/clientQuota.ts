const DAY_MS = 86_400_000;
const MAX_CLIENTS = 100_000;

/**
 * How much one client may leave behind in a day, beside the rate limit of requests. Kept in memory: it slows down who
 * would fill tables, and nothing else rests on it.
 */
export class ClientQuota {
  readonly #perDay: number;
  readonly #now: () => number;
  #used = new Map<string, number>();
  #since: number;

  constructor(perDay: number, now: () => number) {
    this.#perDay = perDay;
    this.#now = now;
    this.#since = now();
  }

  /** False when the client has used up its day. */
  take(client: string): boolean {
    const now = this.#now();
    if (Math.abs(now - this.#since) >= DAY_MS || this.#used.size >= MAX_CLIENTS) {
      this.#used = new Map();
      this.#since = now;
    }
    const key = prefixOf(client);
    const used = this.#used.get(key) ?? 0;
    if (used >= this.#perDay) return false;
    this.#used.set(key, used + 1);
    return true;
  }
}

/** An IPv6 client owns its /64. */
function prefixOf(client: string): string {
  if (!client.includes(":") || client.includes(".")) return client;
  const [head = "", tail] = client.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  if (tail !== undefined) while (groups.length + after.length < 8) groups.push("0");
  return [...groups, ...after].slice(0, 4).join(":");
}
