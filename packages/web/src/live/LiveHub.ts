import type { SubscribeParameters, Subscription, Topic } from "@session/sdk";
import type { StreamHello } from "@session/sdk/indexer-api";

export type LiveState = "idle" | "connecting" | "live" | "broken";
export type LiveHubModules = {
  readonly subscribe: (parameters: SubscribeParameters) => Subscription;
  /** Topics that have changed; `all` when changes may have been missed. */
  readonly onChange: (topics: readonly string[] | "all") => void;
  /**
   * The stream is open for what is shown: what was answered as of an earlier position is out of date. Without it, everything
   * counts as changed.
   */
  readonly onOpen?: (hello: StreamHello) => void;
};

/** Between a page that goes and one that comes, so that a stream isn't opened for both. */
const SETTLE_MS = 50;

/** One stream of changes for all that is shown: pages say what they watch, the stream follows. */
export class LiveHub {
  readonly #modules: LiveHubModules;
  readonly #watched = new Map<Topic, number>();
  readonly #listeners = new Set<() => void>();
  #state: LiveState = "idle";
  /** Since the last hello. */
  #hasBroken = false;
  #open = "";
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(modules: LiveHubModules) {
    this.#modules = modules;
  }

  /** @returns ends the watch */
  watch(topics: readonly Topic[]): () => void {
    for (const topic of topics) this.#watched.set(topic, (this.#watched.get(topic) ?? 0) + 1);
    this.#settle();
    return () => {
      for (const topic of topics) this.#release(topic);
      this.#settle();
    };
  }

  readonly state = (): LiveState => this.#state;

  readonly onState = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #release(topic: Topic): void {
    const left = (this.#watched.get(topic) ?? 0) - 1;
    if (left > 0) this.#watched.set(topic, left);
    else this.#watched.delete(topic);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#reopen(), SETTLE_MS);
  }

  #reopen(): void {
    const topics = [...this.#watched.keys()].sort();
    if (topics.join(",") === this.#open) return;
    this.#open = topics.join(",");
    this.#stop.abort();
    if (topics.length === 0) {
      this.#set("idle");
      return;
    }
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#set("connecting");
    void this.#modules.subscribe({
      topics,
      signal,
      onHello: (hello) => {
        this.#set("live");
        const { onOpen, onChange } = this.#modules;
        if (!this.#hasBroken && onOpen !== undefined) onOpen(hello);
        else if (!hello.resumed) onChange("all");
        this.#hasBroken = false;
      },
      onChange: (change) => this.#modules.onChange(change.topics),
      onError: () => {
        this.#hasBroken = true;
        this.#set("broken");
      },
    }).ended;
  }

  #set(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
