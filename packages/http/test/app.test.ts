import { connect } from "node:net";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { expectProblem, openThings } from "./support.ts";

const json = { "content-type": "application/json" };

describe("every kind of failure is a problem with a stable code", () => {
  it("of paths, methods and parameters", async () => {
    const { app } = await openThings();
    const expected = [
      ["GET", "/v1/nothing", 404, "NOT_FOUND"],
      ["GET", "/v1/things/%zz", 400, "BAD_REQUEST"],
      ["GET", `/v1/things/${"1".repeat(300)}`, 414, "BAD_REQUEST"],
      ["GET", "/v1/things/0", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things/1e1", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things/1?colour=green", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things/1?colour=red&colour=red", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things/1?color=red", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things.csv?x=1", 400, "INVALID_PARAMETER"],
      ["GET", "/v1/things/99", 410, "THING_GONE"],
      ["PUT", "/v1/things/1", 405, "METHOD_NOT_ALLOWED"],
    ] as const;
    for (const [method, url, status, code] of expected) expectProblem(await app.inject({ method, url }), status, code);
  });

  it("of bodies", async () => {
    const { app } = await openThings({ bodyLimitBytes: 100, requestsPerMinute: 1_000 });
    const post = (payload: string | undefined, headers: Record<string, string> = json) =>
      app.inject({
        method: "POST",
        url: "/v1/things",
        remoteAddress: `10.0.0.${++address}`,
        payload,
        headers,
      } as never);
    let address = 0;
    expectProblem(await post("{"), 400, "MALFORMED_BODY");
    expectProblem(await post(""), 400, "MALFORMED_BODY");
    expectProblem(await post('{"__proto__": {"name": "a"}}'), 400, "MALFORMED_BODY");
    expectProblem(await post(`{"name": "${"a".repeat(100)}"}`), 413, "BODY_TOO_LARGE");
    expectProblem(await post("<a/>", { "content-type": "text/xml" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    expectProblem(await post("name", { "content-type": "text/plain" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    expectProblem(await post('{"name": 1}'), 400, "INVALID_PARAMETER");
    expectProblem(await post('{"name": "a", "age": 1}'), 400, "INVALID_PARAMETER");
    expectProblem(await post(undefined, {}), 400, "INVALID_PARAMETER");
    expect((await post('{"name": "a"}')).statusCode).toBe(201);
  });

  it("405 tells which methods the path has", async () => {
    const { app } = await openThings();
    const answer = await app.inject({ method: "PATCH", url: "/v1/things/1?x=1" });
    expect(answer.headers.allow).toBe("DELETE, GET, HEAD");
    expectProblem(await app.inject({ method: "PATCH", url: "/v1/things/1/2" }), 404, "NOT_FOUND");
  });

  it("a fault inside says no more than its request's id, and the log says the rest", async () => {
    const { app, logged } = await openThings();
    const answer = await app.inject("/v1/fail");
    expectProblem(answer, 500, "INTERNAL");
    expect(answer.body).not.toContain("secret");
    const { requestId } = answer.json();
    expect(logged).toEqual([
      { fields: { requestId, route: "/v1/fail", err: new Error("secret detail") }, message: "request failed" },
    ]);
  });

  it("of what isn't HTTP at all", async () => {
    const { app } = await openThings();
    const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
    const socket = connect(Number(port), "127.0.0.1");
    socket.end("hello\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    const [head = "", body = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(JSON.parse(body)).toMatchObject({ code: "BAD_REQUEST", status: 400 });
  });
});

describe("limits by address", () => {
  it("of all routes, unknown paths among them", async () => {
    for (const url of ["/v1/things/1", "/nothing"]) {
      const { app } = await openThings({ requestsPerMinute: 5 });
      for (let request = 0; request < 5; request++) expect((await app.inject(url)).statusCode).toBeLessThan(429);
      const answer = await app.inject(url);
      expectProblem(answer, 429, "RATE_LIMITED");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect((await app.inject({ url, remoteAddress: "10.0.0.1" })).statusCode).toBeLessThan(429);
    }
  });

  it("of a route that has its own", async () => {
    const { app } = await openThings();
    const post = () => app.inject({ method: "POST", url: "/v1/things", payload: { name: "a" } });
    for (let request = 0; request < 3; request++) expect((await post()).statusCode).toBe(201);
    expectProblem(await post(), 429, "RATE_LIMITED");
    expect((await app.inject("/v1/things/1")).statusCode).toBe(200);
  });

  it("believes X-Forwarded-For of trusted proxies only", async () => {
    const answers = async (trustedProxies: readonly string[] | undefined) => {
      const { app } = await openThings({ requestsPerMinute: 1, ...(trustedProxies && { trustedProxies }) });
      const ask = (from: string) => app.inject({ url: "/v1/things/1", headers: { "x-forwarded-for": from } });
      return [(await ask("10.0.0.1")).statusCode, (await ask("10.0.0.2")).statusCode];
    };
    expect(await answers(undefined)).toEqual([200, 429]);
    expect(await answers(["127.0.0.1"])).toEqual([200, 200]);
  });
});

describe("answers", () => {
  it("carry an ETag; one the reader has is 304 without a body", async () => {
    const { app } = await openThings();
    const first = await app.inject("/v1/things/1");
    expect(first.headers["cache-control"]).toBe("no-cache");
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"/);
    for (const known of [etag, `W/${etag}`]) {
      const again = await app.inject({ url: "/v1/things/1", headers: { "if-none-match": known } });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
    const other = await app.inject({ url: "/v1/things/2", headers: { "if-none-match": etag } });
    expect(other.statusCode).toBe(200);
  });

  it("have the route's status and media type", async () => {
    const { app } = await openThings();
    const gone = await app.inject({ method: "DELETE", url: "/v1/things/1" });
    expect([gone.statusCode, gone.body]).toEqual([204, ""]);
    const csv = await app.inject("/v1/things.csv");
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(csv.body).toBe("id,name\r\n1,a\r\n");
  });

  it("pages of any origin may ask, with POST and DELETE, too", async () => {
    const { app } = await openThings();
    const headers = { origin: "https://a.test", "access-control-request-method": "POST" };
    const preflight = await app.inject({ method: "OPTIONS", url: "/v1/things", headers });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": expect.stringContaining("content-type"),
    });
    const other = await app.inject({ method: "OPTIONS", url: "/v1/things/1", headers });
    expect(other.headers["access-control-allow-methods"]).toBe("DELETE, GET, HEAD, OPTIONS");
    expectProblem(await app.inject({ method: "OPTIONS", url: "/nothing", headers }), 404, "NOT_FOUND");
  });

  it("are counted by route and status", async () => {
    const registry = new Registry();
    const { app } = await openThings({ registry });
    for (const url of ["/v1/things/1", "/v1/things/2", "/v1/things/0", "/nothing/1"]) await app.inject(url);
    const text = await registry.metrics();
    const count = (route: string, status: number) =>
      text.match(
        new RegExp(`session_http_request_seconds_count\\{route="${route}",method="GET",status="${status}"\\} (\\d+)`),
      )?.[1];
    expect([count("/v1/things/:id", 200), count("/v1/things/:id", 400), count("unknown", 404)]).toEqual([
      "2",
      "1",
      "1",
    ]);
  });
});

describe("documentation", () => {
  it("has every route with its answers, problems and their codes", async () => {
    const { app } = await openThings();
    const document = (await app.inject("/docs/json")).json();
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Things", version: "1.2.3" } });
    expect(Object.keys(document.paths)).toEqual(["/v1/things/{id}", "/v1/things", "/v1/things.csv", "/v1/fail"]);
    const { get, delete: remove } = document.paths["/v1/things/{id}"];
    expect(get.operationId).toBe("getV1ThingsId");
    expect(get.responses[200].content["application/json"].schema.required).toEqual(["id", "colour"]);
    const problem = get.responses.default.content["application/problem+json"].schema;
    expect(problem.properties.code.enum).toEqual(expect.arrayContaining(["THING_GONE", "RATE_LIMITED"]));
    expect(remove.responses).toHaveProperty("204");
    expect(document.paths["/v1/things.csv"].get.responses[200].content).toEqual({
      "text/csv": { schema: { type: "string" } },
    });
    expect(document.paths["/v1/things"].post.responses).toHaveProperty("201");
  });

  it("is a page without script, under a policy that would refuse one", async () => {
    const { app } = await openThings();
    const page = await app.inject("/docs");
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.body).toContain("/v1/things/{id}");
    expect(page.body).not.toContain("<script");
  });
});
