import type { Commit, Height } from "@session/protocol";
import type { Host } from "./host.ts";
import type { P2pLimits } from "./limits.ts";
import type { Peer } from "./peers.ts";
import type { RequestHandlers, SignedBlock } from "./ports.ts";
import { BLOCKS, COMMITS, STATUS, VOTES } from "./protocols.ts";
import type { RequestClient } from "./requestClient.ts";
import type { RequestServer } from "./requestServer.ts";
import type { StatusExchange } from "./statusExchange.ts";
import type { VotesRequest } from "./wire.ts";

export type RequestsModules = {
  readonly client: RequestClient;
  readonly server: RequestServer;
  readonly status: StatusExchange;
  readonly handlers: () => RequestHandlers;
};

/** What a node answers before its chain is there. */
export const NO_ANSWERS: RequestHandlers = {
  status: () => ({ height: 0, headHash: new Uint8Array(32), l2Number: 0 }),
  blocks: async () => [],
  commits: async () => [],
  votes: () => ({ votes: [] }),
};

/** Height of a request no chain reaches: refused before anything is looked up. */
const MAX_HEIGHT = 2 ** 40;

/** The requests of the network, both sides (protocol/p2p.md#requests). */
export class Requests {
  readonly #limits: P2pLimits;
  readonly #modules: RequestsModules;

  constructor(limits: P2pLimits, modules: RequestsModules) {
    this.#limits = limits;
    this.#modules = modules;
  }

  async register(host: Host): Promise<void> {
    const { server, status, handlers } = this.#modules;
    await Promise.all([
      server.register(host, STATUS, (wire, peer) =>
        status.receive(peer, wire) === undefined ? undefined : [status.own()],
      ),
      server.register(host, BLOCKS, ({ from, count }) =>
        this.#isRange(from, count) ? this.#list((limit) => handlers().blocks(from, limit), count) : undefined,
      ),
      server.register(host, COMMITS, ({ from, count }) =>
        this.#isRange(from, count) ? this.#list((limit) => handlers().commits(from, limit), count) : undefined,
      ),
      server.register(host, VOTES, (request) =>
        request.height > MAX_HEIGHT ? undefined : this.#list(async () => [await this.#votesFor(request)], 1),
      ),
    ]);
  }

  /** At most `count` blocks from `from` up, as far as the peer has them. Contents are not checked here. */
  async blocks(peer: Peer, from: Height, count: number, signal?: AbortSignal): Promise<SignedBlock[]> {
    const asked = this.#bounded(count);
    const options = { maxChunks: asked, ...(signal && { signal }) };
    return this.#modules.client.ask(peer.id, BLOCKS, { from, count: asked }, options);
  }

  async commits(peer: Peer, from: Height, count: number, signal?: AbortSignal): Promise<Commit[]> {
    const asked = this.#bounded(count);
    const options = { maxChunks: asked, ...(signal && { signal }) };
    return this.#modules.client.ask(peer.id, COMMITS, { from, count: asked }, options);
  }

  async votes(peer: Peer, request: VotesRequest) {
    const [answer] = await this.#modules.client.ask(peer.id, VOTES, request, {
      maxChunks: 1,
      timeoutMs: this.#limits.chunkTimeoutMs,
    });
    return answer ?? { headHeight: 0, votes: [], proposal: null };
  }

  async #votesFor(request: VotesRequest) {
    const { votes, proposal } = await this.#modules.handlers().votes(request);
    return {
      headHeight: this.#modules.handlers().status().height,
      votes: votes.slice(0, this.#limits.votesPerAnswer),
      proposal: request.proposal ? (proposal ?? null) : null,
    };
  }

  #isRange(from: Height, count: number): boolean {
    return from >= 1 && from <= MAX_HEIGHT && count >= 1;
  }

  #bounded(count: number): number {
    return Math.min(count, this.#limits.blocksPerRequest);
  }

  /** Parts of an answer, looked up when the first is needed; never more than asked for, whatever the handler gives. */
  async *#list<T>(
    look: (limit: number) => Promise<Iterable<T>> | AsyncIterable<T>,
    count: number,
  ): AsyncGenerator<T, void, undefined> {
    const limit = this.#bounded(count);
    let sent = 0;
    for await (const part of await look(limit)) {
      yield part;
      sent += 1;
      if (sent === limit) return;
    }
  }
}
