import type { Child, ChildKind, FollowerStore } from "./store.ts";
import type { ChildRule, FollowerOptions, Hex, L2Log } from "./types.ts";

/** A rule in lower case, with the contracts it has found: address → block of its creation. */
type Known = { readonly kind: ChildKind; readonly topics: ReadonlySet<Hex>; readonly addresses: Set<Hex> };

const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;

function toKnown({ factory, created, childTopic, topics }: ChildRule): Known {
  return {
    kind: { factory: lower(factory), created: lower(created), childTopic },
    topics: new Set(topics.map(lower)),
    addresses: new Set(),
  };
}

/** The contract this log says the factory has made; undefined if it is not such a log. */
function childOf({ kind }: Known, { address, topics, blockNumber, logIndex }: L2Log): Child | undefined {
  if (address !== kind.factory || topics[0] !== kind.created) return undefined;
  const word = topics[kind.childTopic];
  // The last 20 bytes of the word are the address.
  return word && { ...kind, address: `0x${word.slice(26)}`, blockNumber, logIndex };
}

/** Contracts made by factories, as the store has them. A stranger's events stay out: its address was never told by one. */
export class KnownChildren {
  /** First topics of all events to ask for. */
  readonly topics: ReadonlySet<Hex>;
  readonly #known: readonly Known[];

  constructor(rules: readonly ChildRule[]) {
    this.#known = rules.map(toKnown);
    this.topics = new Set(this.#known.flatMap(({ topics }) => [...topics]));
  }

  /** Takes over what the store has. */
  async load(store: FollowerStore): Promise<void> {
    for (const { kind, addresses } of this.#known) {
      const stored = await store.children(kind);
      addresses.clear();
      for (const { address } of stored) addresses.add(address);
    }
  }

  add(children: readonly Child[]): void {
    for (const child of children)
      for (const { kind, addresses } of this.#known)
        if (kind.factory === child.factory && kind.created === child.created && kind.childTopic === child.childTopic)
          addresses.add(child.address);
  }

  /** Contracts made by these logs, those known already left out. */
  createdBy(logs: readonly L2Log[]): Child[] {
    return this.#known.flatMap((known) => {
      const found = new Map<Hex, Child>();
      for (const log of logs) {
        const child = childOf(known, log);
        if (child === undefined || known.addresses.has(child.address) || found.has(child.address)) continue;
        found.set(child.address, child);
      }
      return [...found.values()];
    });
  }

  /**
   * The logs of followed contracts, and of those that a factory made earlier, in these logs or before them.
   *
   * @param logs by (block number, log index), everything after what the store has
   */
  select(logs: readonly L2Log[], followed: ReadonlySet<string>): L2Log[] {
    const fresh = this.#known.map(() => new Set<Hex>());
    return logs.filter((log) => {
      if (followed.has(log.address)) {
        for (const [index, known] of this.#known.entries()) {
          const child = childOf(known, log);
          if (child !== undefined) fresh[index]?.add(child.address);
        }
        return true;
      }
      const [topic] = log.topics;
      return this.#known.some(({ topics, addresses }, index) => {
        const isChild = addresses.has(log.address) || fresh[index]?.has(log.address) === true;
        return isChild && topic !== undefined && topics.has(topic);
      });
    });
  }
}

/** Undefined if no children are to be followed. */
export function toKnownChildren({ children = [] }: FollowerOptions): KnownChildren | undefined {
  return children.length === 0 ? undefined : new KnownChildren(children);
}
