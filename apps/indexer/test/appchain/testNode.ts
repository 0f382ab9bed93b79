import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CheckpointResponse } from "@session/sdk";
import type { TestChain } from "./testChain.ts";

/** What a node may do instead of answering; undefined: the honest answer. */
export type Misdeed = (request: {
  readonly path: string;
  readonly from: number;
  readonly honest: Buffer;
  readonly response: ServerResponse;
}) => Buffer | "handled" | undefined;

/** A node's API over a built chain: what the indexer asks for, over real HTTP. */
export class TestNode {
  readonly url: string;
  readonly asked: string[] = [];
  /** Newest height it has; the chain's without it. */
  head: number | undefined;
  misdeed: Misdeed | undefined;
  certificate: ((height: number) => CheckpointResponse | undefined) | undefined;
  genesisHash: string;
  readonly close: () => Promise<void>;
  readonly #chain: TestChain;

  private constructor(chain: TestChain, url: string, close: () => Promise<void>) {
    this.#chain = chain;
    this.url = url;
    this.close = close;
    this.genesisHash = `0x${Buffer.from(chain.network.genesisHash).toString("hex")}`;
  }

  static async start(chain: TestChain, misdeed?: Misdeed): Promise<TestNode> {
    let node: TestNode | undefined;
    const server = createServer((request, response) => node?.answer(request.url ?? "", response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    };
    node = new TestNode(chain, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close);
    node.misdeed = misdeed;
    return node;
  }

  answer(path: string, response: ServerResponse): void {
    this.asked.push(path);
    const url = new URL(path, this.url);
    if (url.pathname === "/v1/status") this.#status(response);
    else if (url.pathname.startsWith("/v1/checkpoints/")) this.#checkpoint(Number(url.pathname.slice(16)), response);
    else this.#blocks(url, response);
  }

  #blocks({ pathname, searchParams }: URL, response: ServerResponse): void {
    const from = Number(searchParams.get("from"));
    const limit = Number(searchParams.get("limit") ?? 100);
    const head = this.head ?? this.#chain.height;
    const honest = frame(this.#chain.finals.slice(from - 1, Math.min(head, from - 1 + limit)));
    const answer = this.misdeed?.({ path: pathname, from, honest, response }) ?? honest;
    if (answer !== "handled") response.end(answer);
  }

  #status(response: ServerResponse): void {
    const hash = `0x${"00".repeat(32)}`;
    const json = {
      ...{ network: "test", genesisHash: this.genesisHash, chainId: "31337", version: "0", nodeId: null },
      ...{ ed25519: hash, bls: "0x", nodeState: "unregistered", mode: "following", reason: null, peers: 0 },
      head: { height: this.head ?? this.#chain.height, hash, time: 0 },
      l2: { number: 0, head: null, lagSec: null },
      consensus: {
        ...{ height: 0, round: 0, step: "propose" },
        waitingFor: { reason: "", have: null, need: null, missing: [] },
      },
      ...{ checkpoint: null, clockOffsetMs: 0 },
    };
    response.end(JSON.stringify(json));
  }

  #checkpoint(height: number, response: ServerResponse): void {
    const found = this.certificate?.(height);
    if (found !== undefined) response.end(JSON.stringify(found));
    else response.writeHead(404).end("{}");
  }
}

/** Blocks as `/v1/final-blocks` gives them. */
export function frame(blocks: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    blocks.flatMap((block) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(block.length);
      return [length, block];
    }),
  );
}

export function unframe(answer: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let offset = 0; offset < answer.length; ) {
    const end = offset + 4 + answer.readUInt32LE(offset);
    blocks.push(answer.subarray(offset + 4, end));
    offset = end;
  }
  return blocks;
}
