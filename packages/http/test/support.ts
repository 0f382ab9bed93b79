import { defineRoute } from "@session/sdk/indexer-api";
import type { LightMyRequestResponse } from "fastify";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { createHttpApp, type HttpAppOptions, implement, integer, ProblemError, type TypedApp } from "../src/index.ts";

export const thingRoutes = {
  getThing: defineRoute({
    method: "GET",
    path: "/v1/things/:id",
    summary: "One thing",
    params: z.object({ id: integer(1, 100) }),
    query: z.object({ colour: z.enum(["red", "blue"]).optional() }),
    response: z.object({ id: z.number(), colour: z.string() }),
    problems: ["THING_GONE"],
  }),
  addThing: defineRoute({
    method: "POST",
    path: "/v1/things",
    summary: "A new thing",
    body: z.strictObject({ name: z.string().max(10) }),
    response: z.object({ name: z.string() }),
    status: 201,
    requestsPerMinute: 3,
  }),
  deleteThing: defineRoute({
    method: "DELETE",
    path: "/v1/things/:id",
    summary: "One thing less",
    params: z.object({ id: integer(1) }),
    status: 204,
  }),
  getCsv: defineRoute({ method: "GET", path: "/v1/things.csv", summary: "All things", produces: "text/csv" }),
  fail: defineRoute({ method: "GET", path: "/v1/fail", summary: "Fails", response: z.object({}) }),
};

export type Logged = { readonly fields: object; readonly message: string };

/** An API of things; `logged` are the faults it has reported. */
export async function openThings(
  options: Partial<HttpAppOptions> = {},
): Promise<{ readonly app: TypedApp; readonly logged: readonly Logged[] }> {
  const logged: Logged[] = [];
  const logger = { error: (fields: object, message: string) => void logged.push({ fields, message }) };
  const app = await createHttpApp({
    ...{ title: "Things", version: "1.2.3", requestsPerMinute: 1_000_000, logger },
    ...options,
  });
  onTestFinished(() => app.close());
  implement(app, thingRoutes.getThing, ({ params, query }) => {
    if (params.id === 99) throw new ProblemError({ code: "THING_GONE", status: 410 }, "It went.");
    return { id: params.id, colour: query.colour ?? "none" };
  });
  implement(app, thingRoutes.addThing, ({ body }) => ({ name: body.name }));
  implement(app, thingRoutes.deleteThing, () => "");
  implement(app, thingRoutes.getCsv, () => "id,name\r\n1,a\r\n");
  implement(app, thingRoutes.fail, () => {
    throw new Error("secret detail");
  });
  return { app, logged };
}

/** RFC 9457 with our own fields, readable by any page. */
export function expectProblem(answer: LightMyRequestResponse, status: number, code: string): void {
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
  expect(answer.headers["cache-control"]).toBe("no-store");
  const body = answer.json();
  expect(body).toMatchObject({ type: `urn:session:problem:${code}`, status, code });
  expect(Object.keys(body).sort()).toEqual(["code", "detail", "requestId", "status", "title", "type"]);
  expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
}
