import type { ValidateFunction } from "ajv";
import fc from "fast-check";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { fillHistory } from "../core/history.ts";
import { POOL, STAKER } from "../core/logs.ts";
import { openFilled, openTestApi, startTestL2, type TestApi } from "../core/support.ts";
import { garbage, garbageBody, valid } from "./arbitraries.ts";
import { ajv, type Operation, operationsOf, type Parameter } from "./document.ts";

/** FUZZ_SEED=… makes a run again. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS_PER_OPERATION = Number(process.env.FUZZ_RUNS ?? 50);

type Request = {
  readonly method: string;
  readonly url: string;
  readonly payload?: string;
  readonly headers: Record<string, string>;
  /** The path is what the operation's template makes of its parameters, whatever they are. */
  readonly isOwnPath: boolean;
};

/** What the test's database knows. */
const KNOWN = ["1", "4", "5", "10", "12", "256", "257", "latest", STAKER, POOL, "NewServiceNode", "rewards", "0505"];

describe("every route of the document, whatever is asked", () => {
  let database: Database;
  let l2Url: string;
  let stopL2: () => Promise<void>;
  const known = [...KNOWN];
  beforeAll(async () => {
    const filled = await openFilled("pglite", fillHistory);
    database = filled.database;
    for (const { hash } of filled.history.builder.built) known.push(`0x${Buffer.from(hash).toString("hex")}`);
    known.push(`0x${"01".repeat(32)}`);
    ({ url: l2Url, stop: stopL2 } = await startTestL2());
  });
  afterAll(async () => {
    await database.close();
    await stopL2();
  });
  const open = async () => {
    const api = await openTestApi(database, { l2Url });
    const document = (await api.app.inject("/docs/json")).json();
    return { api, operations: operationsOf(document).filter(({ isStream }) => !isStream) };
  };

  it("never a fault: problems with known codes, answers as documented", async () => {
    console.info(`fuzz seed ${SEED}`);
    const { api, operations } = await open();
    known.push(...(await cursorsOf(api, operations)));
    const accepted = new Map<string, number>();
    for (const operation of operations)
      await fc.assert(
        fc.asyncProperty(requestOf(operation, known), async (request) => {
          const answer = await send(api, request);
          const isAccepted = check(operation, request, answer);
          if (isAccepted) accepted.set(operation.name, (accepted.get(operation.name) ?? 0) + 1);
        }),
        { seed: SEED, numRuns: RUNS_PER_OPERATION },
      );
    // Requests that are all refused would test one line of each route.
    const reads = operations.filter(({ method }) => method === "GET").map(({ name }) => name);
    expect(reads.filter((name) => !accepted.has(name))).toEqual([]);
  });

  it("the check itself fails for faults, unknown codes and answers of another shape", async () => {
    const { operations } = await open();
    const operation = operations.find(({ name }) => name === "GET /v1/blocks");
    if (operation === undefined) throw new Error("no such operation");
    const request = { method: "GET", url: "/v1/blocks", headers: {}, isOwnPath: true };
    const problem = { type: "t", title: "t", status: 400, code: "INVALID_PARAMETER", detail: "d", requestId: "r" };
    const judge = (statusCode: number, body: object, type = "application/problem+json") =>
      check(operation, request, { statusCode, headers: { "content-type": type }, json: () => body } as never);
    expect(judge(400, problem)).toBe(false);
    expect(judge(200, { items: [], next: null }, "application/json; charset=utf-8")).toBe(true);
    expect(() => judge(500, { ...problem, code: "INTERNAL" })).toThrow();
    expect(() => judge(400, { ...problem, code: "MADE_UP" })).toThrow();
    expect(() => judge(400, problem, "application/json")).toThrow();
    expect(() => judge(200, { items: [{}], next: null }, "application/json")).toThrow();
    expect(() => judge(204, {}, "application/json")).toThrow();
  });
});

/** Cursors of the lists there are: of their own list they are good, of another's not. */
async function cursorsOf(api: TestApi, operations: readonly Operation[]): Promise<string[]> {
  const lists = operations.filter(
    ({ path, parameters }) => !path.includes("{") && parameters.some(({ name }) => name === "cursor"),
  );
  const answers = await Promise.all(lists.map(({ path }) => api.app.inject(`${path}?limit=1`)));
  return answers.flatMap((answer) => (answer.statusCode === 200 && answer.json().next) || []);
}

/** What is wrong with a request; most often one thing. */
type Fault =
  | { readonly kind: "none" | "raw" }
  | { readonly kind: "parameter"; readonly which: number; readonly text: string }
  | { readonly kind: "more"; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "body"; readonly body: Body };
type Body = { readonly type: string; readonly text: string } | undefined;
type Texts = Readonly<Record<string, string | undefined>>;

/** Values by the schema and values that exist, left out or not, and a fault: garbage anywhere, another method, any body. */
function requestOf(operation: Operation, known: readonly string[]): fc.Arbitrary<Request> {
  const { parameters, body } = operation;
  const textsOf = (place: Parameter["in"]) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map((parameter) => [parameter.name, maybe(parameter, textOf(parameter, known))]),
      ),
      { noNullPrototype: true },
    );
  const asked = body === undefined ? fc.constant(undefined) : valid(body).map(toJsonBody);
  return fc
    .tuple(textsOf("path"), textsOf("query"), asked, faultOf(operation))
    .map(([path, query, good, fault]) => toRequest(operation, path, query, good, fault));
}

/** Optional ones are left out two times out of three. */
function maybe({ required }: Parameter, text: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> {
  if (required) return text;
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, { arbitrary: text, weight: 1 });
}

function textOf({ name, schema }: Parameter, known: readonly string[]): fc.Arbitrary<string> {
  const isAllowed = ajv.compile(schema);
  const fitting = known.filter((text) => isAllowed(text) || (/^\d{1,9}$/.test(text) && isAllowed(Number(text))));
  // Nobody makes up a cursor; that is a fault.
  if (name === "cursor") return fc.constantFrom(...known.filter((text) => text.startsWith("Wy")));
  const made = valid(schema).map(String);
  return fitting.length === 0 ? made : fc.oneof(made, fc.constantFrom(...fitting));
}

function faultOf({ parameters }: Operation): fc.Arbitrary<Fault> {
  const names = fc.constantFrom("x", "__proto__", "cursor[]", "limit", ...parameters.map(({ name }) => name));
  const types = fc.constantFrom("application/json", "text/plain", "application/xml", "", "multipart/form-data");
  const body = fc.option(fc.record({ type: types, text: garbageBody }), { nil: undefined });
  const as = <Kind extends Fault["kind"]>(kind: Kind) => fc.constant(kind);
  return fc.oneof(
    { arbitrary: fc.record({ kind: as("none") }), weight: 4 },
    { arbitrary: fc.record({ kind: as("parameter"), which: fc.nat(), text: garbage }), weight: 4 },
    {
      arbitrary: fc.record({
        kind: as("more"),
        pairs: fc.array(fc.tuple(names, garbage), { minLength: 1, maxLength: 2 }),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: as("body"), body }), weight: 2 },
    {
      arbitrary: fc.record({ kind: as("method"), method: fc.constantFrom("GET", "POST", "DELETE", "PUT", "HEAD") }),
      weight: 1,
    },
    { arbitrary: fc.record({ kind: as("raw") }), weight: 1 },
  ) as fc.Arbitrary<Fault>;
}

function toJsonBody(value: unknown): Body {
  return { type: "application/json", text: JSON.stringify(value) };
}

function toRequest(operation: Operation, path: Texts, query: Texts, good: Body, fault: Fault): Request {
  const { path: template, method: own, parameters } = operation;
  const spoilt = fault.kind === "parameter" ? parameters[fault.which % Math.max(1, parameters.length)] : undefined;
  const text = (texts: Texts, name: string) =>
    name === spoilt?.name && fault.kind === "parameter" ? fault.text : texts[name];
  const put = fault.kind === "raw" ? unescaped : escaped;
  const filled = template.replace(/\{(.*?)\}/g, (_, name: string) => put(text(path, name) ?? ""));
  const pairs = parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name }) => [name, text(query, name)] as const)
    .concat(fault.kind === "more" ? fault.pairs : [])
    .filter(([, value]) => value !== undefined);
  const search = pairs.map(([name, value]) => `${put(name)}=${put(value ?? "")}`).join("&");
  const method = fault.kind === "method" ? fault.method : own;
  const body = fault.kind === "body" ? fault.body : good;
  // What a URL itself takes away: dots, and nothing between two slashes.
  const isWhole = Object.keys(path).every((name) => !/^\.{0,2}$/.test(text(path, name) ?? ""));
  return {
    ...{ method, url: search === "" ? filled : `${filled}?${search}` },
    ...(body !== undefined && method !== "GET" && method !== "HEAD" && { payload: body.text }),
    headers: body === undefined || body.type === "" ? {} : { "content-type": body.type },
    isOwnPath: isWhole && fault.kind !== "raw" && method === own,
  };
}

function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** As somebody types it: without what can't stand in a request line at all. */
function unescaped(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "").replace(/[?#]/g, "");
}

/** No route may say of these that they are its own 503. */
const COMMON_CODES = ["INTERNAL", "NOT_FOUND", "INVALID_PARAMETER", "RATE_LIMITED", "BAD_REQUEST"];

let asked = 0;

/** From ever other addresses, so that no limit hides what comes after it. */
function send(api: TestApi, { method, url, payload, headers }: Request): Promise<LightMyRequestResponse> {
  asked++;
  const remoteAddress = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  return api.app.inject({ ...{ method, url, headers, remoteAddress }, ...(payload && { payload }) } as never);
}

/** @returns whether the request was understood: an answer, or that there is none */
function check(operation: Operation, request: Request, answer: LightMyRequestResponse): boolean {
  const { statusCode } = answer;
  const asked = `${request.method} ${request.url} → ${statusCode}`;
  const type = String(answer.headers["content-type"] ?? "").split(";")[0] ?? "";
  if (statusCode >= 400) {
    expect(type, asked).toBe("application/problem+json");
    if (request.method === "HEAD") return false;
    expectMatch(operation.answers.get("default")?.get(type), answer.json(), `${asked} ${answer.body}`);
    // The L2 of this test has no contracts: what they alone could tell is missing, and said to be.
    const isMissing = statusCode === 503 && !COMMON_CODES.includes(answer.json().code);
    if (!isMissing) expect(statusCode, asked).toBeLessThan(500);
    return isMissing || (statusCode === 404 && request.isOwnPath);
  }
  if (!request.isOwnPath) return false;
  const documented = operation.answers.get(String(statusCode));
  expect(documented, asked).toBeDefined();
  if (documented?.size === 0) return true;
  const validate = documented?.get(type);
  expect(validate, `${asked} ${type}`).toBeDefined();
  expectMatch(validate, type === "application/json" ? answer.json() : answer.body, asked);
  return true;
}

function expectMatch(validate: ValidateFunction | undefined, value: unknown, asked: string): void {
  const isMatch = validate?.(value) === true;
  expect(isMatch, `${asked} ${JSON.stringify(validate?.errors ?? "not documented")}`).toBe(true);
}
