import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { openTestDatabase } from "../../support/openTestDatabase.ts";
import { openTestApi } from "./support.ts";

describe("the indexer about itself", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
  });
  afterAll(() => database.close());

  it("tells how far its sources are", async () => {
    const { l2, chain, listen } = await openTestApi(database);
    const { client } = await listen();
    const status = await client.getStatus();
    expect(status).toMatchObject({
      ...{ network: "test", chainId: "31337", version: "1.2.3" },
      l2: { head: { number: "110" }, final: "105", sourceHead: "110", ageSec: 1, halted: null },
      chain: { head: { number: "12" }, final: "12" },
    });
    Object.assign(l2, { head: undefined, sourceHead: undefined, ageSec: Number.POSITIVE_INFINITY });
    chain.halted = { code: "STORED_BLOCK_DAMAGED", message: "Block 3 is damaged." };
    expect(await client.getStatus()).toMatchObject({
      l2: { head: null, sourceHead: null, ageSec: null },
      chain: { halted: { code: "STORED_BLOCK_DAMAGED", message: "Block 3 is damaged." } },
    });
    expect(await client.getHealth()).toEqual({ status: "ok", version: "1.2.3" });
  });

  it("is ready while its answers are up to date, and says why it isn't", async () => {
    const { app, l2, chain, listen } = await openTestApi(database, {
      readiness: { l2Behind: 10n, chainBehind: 2n, silentSec: 30 },
    });
    const { client } = await listen();
    expect(await client.getReady()).toEqual({ ready: true, reasons: [] });
    Object.assign(l2, { sourceHead: 121n, ageSec: 31 });
    Object.assign(chain, { sourceHead: 15n, halted: { code: "X", message: "x" } });
    const reasons = ["L2_BEHIND", "L2_SILENT", "CHAIN_HALTED", "CHAIN_BEHIND"];
    expect(await client.getReady()).toEqual({ ready: false, reasons });
    const answer = await app.inject("/ready");
    expect([answer.statusCode, answer.json()]).toEqual([503, { ready: false, reasons }]);
    Object.assign(l2, { head: undefined, ageSec: 0 });
    Object.assign(chain, { halted: undefined, sourceHead: 14n });
    expect((await client.getReady()).reasons).toEqual(["L2_NOT_STARTED"]);
  });

  it("says that the database is down; routes that need it fail without telling how", async () => {
    const own = await openTestDatabase("pglite");
    const { app } = await openTestApi(own);
    await own.close();
    expect((await app.inject("/ready")).json()).toEqual({ ready: false, reasons: ["DATABASE_DOWN"] });
    const answer: LightMyRequestResponse = await app.inject("/v1/blocks");
    expect([answer.statusCode, answer.json().code]).toEqual([500, "INTERNAL"]);
    expect(answer.body).not.toMatch(/select|pool|database/i);
    expect((await app.inject("/health")).statusCode).toBe(200);
  });

  it("has metrics of requests, streams and sources", async () => {
    const { app, l2 } = await openTestApi(database);
    l2.sourceHead = 130n;
    await app.inject("/v1/blocks");
    const answer = await app.inject("/metrics");
    expect(answer.headers["content-type"]).toContain("text/plain");
    for (const line of [
      'session_indexer_position{source="l2"} 110',
      'session_indexer_lag{source="l2"} 20',
      'session_indexer_lag{source="chain"} 0',
      'session_indexer_final{source="l2"} 105',
      'session_indexer_halted{source="chain"} 0',
      "session_http_streams 0",
      'session_http_request_seconds_count{route="/v1/blocks",method="GET",status="200"} 1',
    ])
      expect(answer.body.split("\n")).toContain(line);
  });
});
