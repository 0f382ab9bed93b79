import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { describe, expect, it } from "vitest";
import { importAll } from "../chain/support.ts";
import { type TestApi, withHistory } from "./support.ts";

const ROUTES = [
  "/v1/status",
  "/v1/params",
  "/v1/blocks",
  "/v1/blocks/{id}",
  "/v1/final-blocks",
  "/v1/validators/{height}",
  "/v1/nodes",
  "/v1/nodes/{id}",
  "/v1/nodes/{id}/history",
  "/v1/rewards/{address}",
  "/v1/claims/{address}",
  "/v1/exits",
  "/v1/exits/{id}",
  "/v1/checkpoints",
  "/v1/checkpoints/{height}",
  "/v1/l2/events",
  "/v1/events",
  "/health",
  "/ready",
  "/metrics",
];

type Answer = Awaited<ReturnType<FastifyInstance["inject"]>>;

/** RFC 9457 with this API's own fields; the request's id leads to the log. */
function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
  const body = answer.json();
  expect(body).toMatchObject({ type: `urn:session:problem:${code}`, status, code });
  expect(Object.keys(body).sort()).toEqual(["code", "detail", "requestId", "status", "title", "type"]);
}

describe("errors are problems with stable codes", () => {
  it("for unknown routes, methods, parameters and paths that aren't URLs", async () => {
    const { app } = await withHistory();
    const expected = [
      ["/v2/status", 404, "NOT_FOUND"],
      ["/v1/nodes/999", 404, "NOT_FOUND"],
      ["/v1/nodes/0", 400, "INVALID_PARAMETER"],
      ["/v1/nodes/%zz", 400, "BAD_REQUEST"],
      ["/v1/blocks/0x10", 400, "INVALID_PARAMETER"],
      ["/v1/blocks/1e1", 400, "INVALID_PARAMETER"],
      ["/v1/blocks?limit=201", 400, "INVALID_PARAMETER"],
      ["/v1/blocks?limit=", 400, "INVALID_PARAMETER"],
      ["/v1/blocks?limit=1&limit=2", 400, "INVALID_PARAMETER"],
      ["/v1/blocks?from=-1", 400, "INVALID_PARAMETER"],
      ["/v1/blocks?form=1", 400, "INVALID_PARAMETER"],
      ["/v1/rewards/0x12", 400, "INVALID_PARAMETER"],
      ["/v1/claims/0x0000000000000000000000000000000000000001", 404, "NOTHING_TO_CLAIM"],
      ["/v1/exits/1", 404, "NOT_FOUND"],
      [`/v1/blocks/${"1".repeat(300)}`, 414, "BAD_REQUEST"],
    ] as const;
    for (const [url, status, code] of expected) expectProblem(await app.inject(url), status, code);
    for (const method of ["POST", "PUT", "DELETE"] as const)
      expectProblem(await app.inject({ method, url: "/v1/status" }), 405, "METHOD_NOT_ALLOWED");
  });

  it("a fault inside the node says no more than its request's id", async () => {
    const { app, database } = await withHistory();
    await database.close();
    const answer = await app.inject("/v1/blocks/3");
    expectProblem(answer, 500, "INTERNAL");
    expect(answer.body).not.toContain("LEVEL");
  });

  it("garbage in any place of any route never makes it fail", async () => {
    const { app } = await withHistory();
    const word = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.double().map(String),
      fc.stringMatching(/^0x[0-9a-fA-F]{0,130}$/),
      fc.constantFrom(
        "latest",
        "~",
        "%",
        "/",
        "\u0000",
        "__proto__",
        "[]",
        "0x",
        "-0",
        "null",
        "../..",
        "9".repeat(16),
      ),
    );
    const route = fc.constantFrom(...ROUTES.filter((path) => path !== "/v1/events"));
    const queryNames = fc.constantFrom("cursor", "limit", "from", "x", "__proto__", "cursor[]");
    const queries = fc.array(fc.tuple(queryNames, word), { maxLength: 3 });
    const isEncoded = fc.boolean();
    await fc.assert(
      fc.asyncProperty(route, word, queries, isEncoded, async (path, garbage, query, encoded) => {
        const text = encoded ? encode(garbage) : garbage.replace(/[^\x21-\x7e]/g, "").replace(/[?#]/g, "");
        const search = query.map(([name, value]) => `${name}=${encode(value)}`).join("&");
        const url = `${path.replace(/\{.*?\}/, () => text)}?${search}`;
        const answer = await app.inject({ method: "GET", url });
        expect(answer.statusCode, url).toBeLessThan(500);
        if (answer.statusCode >= 400) expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
      }),
      { numRuns: 1_500 },
    );
  });
});

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

it("too many requests from one address: 429, for unknown paths too", async () => {
  for (const url of ["/v1/status", "/nothing/here"]) {
    const { app } = await withHistory({ requestsPerMinute: 5 });
    for (let request = 0; request < 5; request++) expect((await app.inject(url)).statusCode).toBeLessThan(429);
    const answer = await app.inject(url);
    expectProblem(answer, 429, "RATE_LIMITED");
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  }
});

describe("what the node tells about itself", () => {
  it("an OpenAPI 3.1 document with every route, its parameters, answers and problems", async () => {
    const { app } = await withHistory();
    const document = (await app.inject("/docs/json")).json();
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toMatchObject({ title: "Session Node", version: expect.any(String) });
    expect(Object.keys(document.paths).sort()).toEqual([...ROUTES].sort());
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const [path, operations] of Object.entries<Record<string, Operation>>(document.paths)) {
      expect(Object.keys(operations)).toEqual(["get"]);
      const { parameters = [], responses, summary } = operations.get ?? { responses: {} };
      expect(summary, path).toMatch(/\S/);
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
      expect(inPath).toEqual(path.match(/\{.*?\}/g) ?? []);
      for (const { schema } of parameters) expect(ajv.validateSchema(schema ?? false), path).toBe(true);
      expect(responses.default?.content, path).toHaveProperty(["application/problem+json", "schema"]);
      for (const [status, { description, content = {} }] of Object.entries(responses)) {
        expect(status).toMatch(/^(default|[1-5]\d\d)$/);
        expect(description).toBeTypeOf("string");
        for (const { schema } of Object.values(content)) expect(ajv.validateSchema(schema), path).toBe(true);
      }
    }
  });

  it("documents numbers as numbers", async () => {
    const { app } = await withHistory();
    const { paths } = (await app.inject("/docs/json")).json();
    const limit = paths["/v1/nodes"].get.parameters.find(({ name }: { name: string }) => name === "limit");
    expect(limit).toMatchObject({ in: "query", schema: { type: "integer", minimum: 1, maximum: 500 } });
    expect(limit.description ?? limit.schema.description).toBe("100 without it.");
    expect(limit.required ?? false).toBe(false);
  });

  it("a page without script that lists every route", async () => {
    const { app } = await withHistory();
    const page = await app.inject("/docs");
    expect(page.headers["content-type"]).toContain("text/html");
    for (const route of ROUTES) expect(page.body).toContain(route);
    expect(page.body).not.toContain("<script");
  });

  it("metrics for Prometheus", async () => {
    const { app } = await withHistory();
    const answer = await app.inject("/metrics");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toContain("text/plain");
  });

  it("amounts as decimal strings, never as numbers", async () => {
    const { app } = await withHistory();
    const isAmount = /^(amount|deposit|stakingRequirement|rewardRate|poolReleased|lifetime\w+|setVersion|chainId)$/;
    const urls = ["/v1/nodes/1", "/v1/blocks/1", "/v1/params", "/v1/status", "/v1/exits"];
    const answers = await Promise.all(urls.map((url) => app.inject(url)));
    let seen = 0;
    for (const answer of answers)
      JSON.parse(answer.body, (key, value) => {
        if (!isAmount.test(key)) return value;
        seen++;
        expect(value, key).toMatch(/^\d+$/);
        return value;
      });
    expect(seen).toBe(8);
  });
});

describe("the stream of final blocks", () => {
  async function open(api: TestApi) {
    const { url } = await api.listen();
    const abort = new AbortController();
    const response = await fetch(`${url}/v1/events`, { signal: abort.signal, headers: { origin: "https://a.test" } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) throw new Error("no stream");
    return { url, response, reader, abort };
  }
  async function readBlocks(reader: ReadableStreamDefaultReader<string>, count: number): Promise<string> {
    let text = "";
    while ((text.match(/^event: block$/gm) ?? []).length < count) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
    }
    return text;
  }

  it("tells each block once, to pages of any origin, and ends with the node", async () => {
    const api = await withHistory();
    const { response, reader } = await open(api);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    api.builder.skip(2);
    await importAll(api);
    const text = await readBlocks(reader, 2);
    expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(["13", "14"]);
    const [data] = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? ""));
    expect(data).toMatchObject({ height: 13, events: 0, hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
    api.stop.abort();
    // A block that is committed while the stream ends is nobody's business any more.
    api.builder.next();
    await importAll(api);
    expect((await reader.read()).done).toBe(true);
  });

  it("at most 16 from one address; one that is closed makes room", async () => {
    const api = await withHistory();
    const { url, abort } = await open(api);
    const others = new AbortController();
    const more = await Promise.all(
      Array.from({ length: 15 }, () => fetch(`${url}/v1/events`, { signal: others.signal })),
    );
    expect(more.every(({ status }) => status === 200)).toBe(true);
    const refused = await fetch(`${url}/v1/events`);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: "TOO_MANY_STREAMS" });
    abort.abort();
    await expect.poll(async () => (await fetch(`${url}/v1/events`, { signal: others.signal })).status).toBe(200);
    others.abort();
    expect((await fetch(`${url}/v1/events`, { method: "HEAD" })).status).toBe(405);
  });
});

type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly { name: string; in: string; schema?: object }[];
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
