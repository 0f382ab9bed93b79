import { freePort } from "@session/testing";
import { afterEach, describe, expect, it } from "vitest";
import { problemReply, type Reply, serve, type TestServer } from "../../test/support/server.ts";
import { SdkError } from "../errors.ts";
import { createNodeClient } from "./node.ts";

const failure = (detail: Record<string, unknown>) =>
  expect.toSatisfy((error: unknown) => {
    if (!(error instanceof SdkError)) return false;
    expect(error.detail).toMatchObject(detail);
    return true;
  });

const health: Reply = { body: { status: "ok", version: "1.2.3" } };

describe("the client of a node's API", () => {
  let server: TestServer;
  afterEach(() => server.close());

  it("parses an answer, with or without a slash after the base URL", async () => {
    server = await serve(() => health);
    expect(await createNodeClient({ url: `${server.url}//` }).getHealth()).toEqual({ status: "ok", version: "1.2.3" });
    expect(server.asked).toEqual(["/health"]);
  });

  it("API_PROBLEM carries the server's code and status", async () => {
    server = await serve(() => problemReply(409, "CHECKPOINT_NOT_READY"));
    await expect(server.client.getClaim("0x1")).rejects.toEqual(
      failure({
        code: "API_PROBLEM",
        status: 409,
        apiCode: "CHECKPOINT_NOT_READY",
        url: `${server.url}/v1/claims/0x1`,
      }),
    );
  });

  it("find… gives undefined for a 404 only", async () => {
    let status = 404;
    server = await serve(() => problemReply(status, "ANY"));
    const { client } = server;
    for (const find of [() => client.findNode(1), () => client.findClaim("0x1"), () => client.findExit(1)])
      expect(await find()).toBeUndefined();
    status = 409;
    for (const find of [() => client.findNode(1), () => client.findClaim("0x1"), () => client.findExit(1)])
      await expect(find()).rejects.toEqual(failure({ code: "API_PROBLEM", status: 409 }));
  });

  it("API_MALFORMED for another shape, for no JSON, for an error that isn't a problem, for a 404 of somebody else", async () => {
    const answers: (Reply | string)[] = [
      { body: { status: "fine" } },
      "<html>hello</html>",
      { status: 500, body: { error: "oops" } },
      { status: 404, body: "not here" },
      { status: 404, ...health },
    ];
    for (const answer of answers) {
      server = await serve(() => answer);
      await expect(server.client.getHealth()).rejects.toEqual(failure({ code: "API_MALFORMED" }));
      await server.close();
    }
    server = await serve(() => health);
  });

  it("API_UNREACHABLE when nobody answers, or not in time", async () => {
    server = await serve(() => health);
    const nobody = createNodeClient({ url: `http://127.0.0.1:${await freePort()}` });
    await expect(nobody.getHealth()).rejects.toEqual(failure({ code: "API_UNREACHABLE" }));
    const never = new Promise<Response>(() => undefined);
    const fetch: typeof globalThis.fetch = (_url, options) =>
      Promise.race([
        never,
        new Promise<Response>((_resolve, reject) =>
          options?.signal?.addEventListener("abort", () => reject(options.signal?.reason)),
        ),
      ]);
    const slow = createNodeClient({ url: server.url, timeoutMs: 50, fetch });
    await expect(slow.getHealth()).rejects.toEqual(failure({ code: "API_UNREACHABLE" }));
  });

  it("a node that isn't ready is an answer, not an error", async () => {
    server = await serve(() => ({ status: 503, body: { ready: false, reasons: ["SYNCING"] } }));
    expect(await server.client.getReady()).toEqual({ ready: false, reasons: ["SYNCING"] });
  });

  it("what is asked for stays in its place of the URL", async () => {
    server = await serve(() => problemReply(404, "NOT_FOUND"));
    const { client } = server;
    await client.findNode("../status?x=1#y");
    await expect(client.getL2Events({ cursor: "a&limit=9", limit: 2 })).rejects.toThrow(SdkError);
    await expect(client.getBlocks({ from: 3 })).rejects.toThrow(SdkError);
    expect(server.asked).toEqual([
      "/v1/nodes/..%2Fstatus%3Fx%3D1%23y",
      "/v1/l2/events?cursor=a%26limit%3D9&limit=2",
      "/v1/blocks?from=3",
    ]);
  });
});
