import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { problemReply, type Reply, serve, type TestServer } from "../../test/support/server.ts";
import { SdkError } from "../errors.ts";
import type { IndexedBlock } from "./blocks.ts";
import { createIndexerClient, type IndexerClient } from "./client.ts";
import { EventParser } from "./eventStream.ts";
import * as api from "./index.ts";
import { indexerRoutes } from "./routes.ts";

const failure = (detail: Record<string, unknown>) =>
  expect.toSatisfy((error: unknown) => {
    if (!(error instanceof SdkError)) return false;
    expect(error.detail).toMatchObject(detail);
    return true;
  });
const empty: Reply = { body: { items: [], next: null } };

describe("the client of the indexer's API", () => {
  let server: TestServer;
  afterEach(() => server.close());
  const open = async (answer: (path: string) => Reply | string, timeoutMs?: number) => {
    server = await serve(answer);
    return createIndexerClient({ url: `${server.url}//`, ...(timeoutMs !== undefined && { timeoutMs }) });
  };

  it("puts fields into path and query and leaves out what isn't given", async () => {
    const client = await open(() => empty);
    await client.listEvents({ node: 7, address: "0xAb", cursor: undefined, limit: "3" } as never);
    await client.listBlocks();
    await client.getBlock({ id: "a/b?c" as never }).catch(() => undefined);
    expect(server.asked).toEqual(["/v1/events?node=7&address=0xAb&limit=3", "/v1/blocks", "/v1/blocks/a%2Fb%3Fc"]);
  });

  it("API_PROBLEM carries the server's code and status", async () => {
    const client = await open(() => problemReply(404, "NOT_FOUND"));
    await expect(client.getBlock({ id: 7 })).rejects.toEqual(
      failure({ code: "API_PROBLEM", status: 404, apiCode: "NOT_FOUND", url: `${server.url}/v1/blocks/7` }),
    );
  });

  it("API_MALFORMED for another shape, for no JSON, for an error that isn't a problem", async () => {
    const answers: (Reply | string)[] = [{ body: { items: [{}], next: null } }, "<html>", { status: 500, body: {} }];
    const client = await open(() => answers.shift() ?? "");
    for (let count = 0; count < 3; count++)
      await expect(client.listBlocks()).rejects.toEqual(failure({ code: "API_MALFORMED" }));
  });

  it("API_UNREACHABLE when nobody answers, in time, or the caller has given up", async () => {
    const client = await open(() => empty);
    await server.close();
    await expect(client.listBlocks()).rejects.toEqual(failure({ code: "API_UNREACHABLE" }));
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    const slow = createIndexerClient({ url: "http://127.0.0.1:1", timeoutMs: 5, fetch: never });
    await expect(slow.listBlocks()).rejects.toEqual(failure({ code: "API_UNREACHABLE" }));
    const patient = createIndexerClient({ url: "http://127.0.0.1:1", fetch: never });
    const late = new AbortController();
    const call = patient.listBlocks({}, { signal: late.signal });
    late.abort();
    await expect(call).rejects.toEqual(failure({ code: "API_UNREACHABLE" }));
  });

  it("a 503 of readiness is an answer, any other is not", async () => {
    const ready = { ready: false, reasons: ["L2_BEHIND"] };
    const replies: Reply[] = [{ status: 503, body: ready }, problemReply(503, "TOO_MANY_STREAMS")];
    const client = await open(() => replies.shift() ?? empty);
    expect(await client.getReady()).toEqual(ready);
    await expect(client.getReady()).rejects.toEqual(failure({ code: "API_PROBLEM", status: 503 }));
  });

  it("text comes as text", async () => {
    const client = await open(() => "session_up 1\n");
    expect(await client.getMetrics()).toBe("session_up 1\n");
  });
});

it("has every route of every file; no two share a name, or a path and method", () => {
  const files = Object.entries(api).filter(([name]) => /Routes$/.test(name) && !/^(indexer|legacy)Routes$/.test(name));
  const names = files.flatMap(([, routes]) => Object.keys(routes as object));
  expect(names.sort()).toEqual(Object.keys(indexerRoutes).sort());
  const places = Object.values(indexerRoutes).map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ":")}`);
  expect(new Set(places).size).toBe(places.length);
});

it("methods are typed by their routes", () => {
  type Block = ReturnType<IndexerClient["getBlock"]>;
  expectTypeOf<Block>().toEqualTypeOf<Promise<IndexedBlock>>();
  expectTypeOf<IndexerClient["getMetrics"]>().returns.toEqualTypeOf<Promise<string>>();
  expectTypeOf<IndexerClient>().not.toHaveProperty("openStream");
  const client = createIndexerClient({ url: "http://127.0.0.1:1" });
  // @ts-expect-error a block has an id
  void (() => client.getBlock());
  // @ts-expect-error there is no such filter
  void (() => client.listEvents({ colour: "red" }));
  // @ts-expect-error not a kind of contract
  void (() => client.listEvents({ contract: "bank" }));
  void (() => client.listEvents());
});

describe("server-sent events", () => {
  const parse = (...pieces: string[]) => {
    const parser = new EventParser();
    return pieces.flatMap((piece) => parser.push(piece));
  };

  it("come in any pieces, with any ends of line", () => {
    const text =
      "retry: 5\n\n: hello\nevent: a\r\ndata: 1\r\ndata:2\r\n\r\nid: 7\rdata: x: y\r\revent: nothing\n\ndata\n\n";
    const expected = [
      { event: "a", data: "1\n2" },
      { event: "message", data: "x: y", id: "7" },
      { event: "message", data: "" },
    ];
    expect(parse(text)).toEqual(expected);
    expect(parse(...text)).toEqual(expected);
    for (let at = 1; at < text.length; at++)
      expect(parse(text.slice(0, at), text.slice(at)), `${at}`).toEqual(expected);
  });

  it("what isn't ended isn't an event", () => {
    expect(parse("event: a\ndata: 1\n")).toEqual([]);
  });
});
