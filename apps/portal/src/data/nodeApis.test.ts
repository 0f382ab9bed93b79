// @vitest-environment node
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyNodeApi } from "./nodeApis.ts";

let refusing: Server;
let url: string;
/** Codes of the next answers; then it refuses for good. */
const codes: string[] = [];
/** Nobody listens there. */
const DOWN = "http://127.0.0.1:9";

beforeAll(async () => {
  refusing = createServer((_request, response) => {
    const code = codes.shift() ?? "BAD_REQUEST";
    const problem = { type: "about:blank", title: "x", status: 404, code, detail: "no checkpoint yet", requestId: "1" };
    response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
  });
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
});
afterAll(() => refusing.close());

test.each([
  ["before", [DOWN, "answers"]],
  ["after", ["answers", DOWN]],
])("what a node answers is told, though one %s it is down", async (_, order) => {
  const nodes = anyNodeApi(order.map((one) => (one === "answers" ? url : one)));
  await expect(nodes.getExit(7)).rejects.toMatchObject({ detail: { code: "API_PROBLEM", apiCode: "BAD_REQUEST" } });
});

test("that nobody answers is told where nobody does", async () => {
  await expect(anyNodeApi([DOWN]).getExit(7)).rejects.toMatchObject({ detail: { code: "API_UNREACHABLE" } });
});

test("a proof that one node lacks is asked of the next one", async () => {
  codes.push("NOT_FOUND", "RATE_LIMITED");
  await expect(anyNodeApi([url, url]).getExit(7)).rejects.toMatchObject({ detail: { apiCode: "RATE_LIMITED" } });
  expect(codes).toEqual([]);
});
