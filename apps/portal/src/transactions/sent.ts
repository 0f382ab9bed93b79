import { z } from "zod";

const sentTransaction = z.object({
  hash: z.string().regex(/^0x[0-9a-f]{64}$/i) as unknown as z.ZodType<`0x${string}`>,
  chainId: z.number(),
  account: z.string() as unknown as z.ZodType<`0x${string}`>,
  /** Of the account; tells a replaced transaction from a slow one. Null where the RPC didn't say. */
  nonce: z.number().nullable(),
  /** Unix milliseconds. */
  sentAtMs: z.number(),
  /** The contract's function; null where the wallet batched several. */
  functionName: z.string().nullable(),
  /** The page it was sent from, without its search. */
  path: z.string().startsWith("/"),
});
/** A transaction that was sent from this browser and isn't settled yet, as far as is known. */
export type SentTransaction = z.infer<typeof sentTransaction>;

const ITEM = "session.sent";
const MOST_KEPT = 20;
const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * The transactions sent from this browser until they are settled, so that leaving a page loses nothing. Shared by all tabs
 * through the browser's storage.
 */
export class SentStore {
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #text: string | null | undefined;
  #list: readonly SentTransaction[] = [];

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Newest first; the same array until something changes. */
  readonly list = (): readonly SentTransaction[] => {
    const text = this.#storage.getItem(ITEM);
    if (text === this.#text) return this.#list;
    this.#text = text;
    this.#list = parseList(text);
    return this.#list;
  };

  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    globalThis.addEventListener("storage", listener);
    return () => {
      this.#listeners.delete(listener);
      globalThis.removeEventListener("storage", listener);
    };
  };

  /** A transaction that is known already is replaced: its nonce becomes known later than its hash. */
  remember(sent: SentTransaction): void {
    const others = this.list().filter(({ hash }) => !isSame(hash, sent.hash));
    const fresh = others.filter(({ sentAtMs }) => sentAtMs > sent.sentAtMs - KEPT_MS);
    this.#write([sent, ...fresh].slice(0, MOST_KEPT));
  }

  forget(settled: string): void {
    const left = this.list().filter(({ hash }) => !isSame(hash, settled));
    if (left.length < this.list().length) this.#write(left);
  }

  find(hash: string): SentTransaction | undefined {
    return this.list().find((sent) => isSame(sent.hash, hash));
  }

  #write(list: readonly SentTransaction[]): void {
    try {
      this.#storage.setItem(ITEM, JSON.stringify(list));
    } catch {
      // A full or forbidden storage costs the list, never the transaction.
    }
    for (const listener of this.#listeners) listener();
  }
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function parseList(text: string | null): readonly SentTransaction[] {
  try {
    const parsed = z.array(z.unknown()).safeParse(JSON.parse(text ?? "[]"));
    return (parsed.data ?? []).flatMap((entry) => sentTransaction.safeParse(entry).data ?? []);
  } catch {
    return [];
  }
}

let shared: SentStore | undefined;

/** The one of this browser. */
export function sentStore(): SentStore {
  shared ??= new SentStore(localStorage);
  return shared;
}
