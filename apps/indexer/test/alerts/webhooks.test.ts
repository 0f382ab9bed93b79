import { createIndexerClient, SdkError } from "@session/sdk";
import { devAccounts, isSignedDelivery } from "@session/testing";
import { eq } from "drizzle-orm";
import { getAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { type AlertOptions, RETRY_AFTER_SEC } from "../../src/alerts/alertOptions.ts";
import { alertDeliveries, alertSubscriptions } from "../../src/alerts/schema.ts";
import { startAlerts } from "../../src/alerts/startAlerts.ts";
import { alertRoutes } from "../../src/api/routes/alerts.ts";
import { openServices } from "../registrations/support/services.ts";
import { DATABASE_KINDS, type DatabaseKind } from "../support/openTestDatabase.ts";
import { startReceiver } from "./support/receiver.ts";

const ADDRESS = getAddress(devAccounts[1].address);
const DAY = 86_400;
// Receivers answer at once; on a busy machine that takes a while. Which of them don't, their tests say.
const FAST = { allowLocal: true, pollMs: 10, minScanIntervalMs: 10, scanIntervalMs: 50, timeoutMs: 30_000 };

async function open(kind: DatabaseKind = "postgres") {
  const services = await openServices(kind);
  const url = await services.serve((app) => alertRoutes(app, services.modules, FAST));
  const client = createIndexerClient({ url });
  const receiver = await startReceiver();
  /** The service, until it is stopped. */
  const run = (options: AlertOptions = {}) => {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, services.stop.signal]);
    const registry = new (services.modules.registry.constructor as new () => typeof services.modules.registry)();
    const done = startAlerts({ ...services.modules, signal, registry }, { ...FAST, ...options });
    return async () => {
      stop.abort();
      await done;
    };
  };
  const subscribe = (path?: string) => client.createAlert({ body: { address: ADDRESS, url: receiver.url(path) } });
  const delivery = async (id: string) => (await client.getAlert({ id })).deliveries[0];
  return { ...services, url, client, receiver, run, subscribe, delivery };
}

async function refusalOf(call: Promise<unknown>): Promise<{ status: number; code: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SdkError && error.detail.code === "API_PROBLEM")
      return { status: error.detail.status, code: error.detail.apiCode };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe.each(DATABASE_KINDS)("webhooks on %s", (kind) => {
  it("are told, signed with the secret that was given out once", async () => {
    const { client, receiver, run, subscribe, delivery, nowSec } = await open(kind);
    const { id, secret } = await subscribe("/hook?one=1");
    expect(JSON.stringify(await client.getAlert({ id }))).not.toContain(secret.slice(2));
    const sent = await client.testAlert({ id });
    const end = run();
    await expect.poll(() => delivery(id)).toMatchObject({ deliveredAt: expect.any(Number), nextAt: null, attempts: 1 });
    await end();
    const [received] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(received?.path).toBe("/hook?one=1");
    expect(received?.headers["idempotency-key"]).toBe(sent.delivery);
    const { headers, body: text } = received ?? { headers: {}, body: "" };
    expect(isSignedDelivery({ headers, body: text }, secret as Hex)).toBe(true);
    expect(isSignedDelivery({ headers, body: `${text} ` }, secret as Hex)).toBe(false);
    const body = JSON.parse(received?.body ?? "");
    expect(body).toMatchObject({ id: sent.delivery, type: "test", address: ADDRESS });
    expect(nowSec() - body.createdAt).toBeLessThan(60);
  });

  it("are tried again, with growing gaps, and given up after eight times", async () => {
    const { client, receiver, run, subscribe, delivery, pass, nowSec } = await open(kind);
    receiver.answer = (response) => response.writeHead(500).end();
    const { id } = await subscribe();
    await client.testAlert({ id });
    const end = run();
    let since = nowSec();
    for (const [index, waitSec] of RETRY_AFTER_SEC.entries()) {
      const attempts = index + 1;
      await expect.poll(() => delivery(id)).toMatchObject({ attempts, lastError: "status 500" });
      // While the attempt is under way, it carries the error of the one before and the time to try again if we die.
      const failedAt = async () => ((await delivery(id))?.nextAt ?? 0) - waitSec;
      await expect.poll(failedAt).toSatisfy((at: number) => at >= since && at <= nowSec());
      expect(receiver.received).toHaveLength(attempts);
      pass(waitSec);
      since = nowSec();
    }
    await expect.poll(() => delivery(id)).toMatchObject({ attempts: 8, nextAt: null, deliveredAt: null });
    await end();
    const keys = receiver.received.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(8);
    expect(new Set(keys).size).toBe(1);
  });

  it("hear after the service was killed in the middle of a delivery, and have the same key to know it by", async () => {
    const { client, receiver, run, subscribe, delivery, pass, modules } = await open(kind);
    const { id } = await subscribe();
    await client.testAlert({ id });
    let end = run();
    receiver.answer = () => undefined;
    await expect.poll(() => receiver.received).toHaveLength(1);
    await end();
    const [row] = await modules.database.queries.select().from(alertDeliveries);
    expect(row).toMatchObject({ attempts: 1, deliveredAt: null, lastError: null });
    receiver.answer = (response) => response.writeHead(200).end();
    end = run();
    pass(120);
    await expect.poll(() => delivery(id)).toMatchObject({ deliveredAt: expect.any(Number), attempts: 2 });
    await end();
    const [first, second] = receiver.received.map(({ headers }) => headers["idempotency-key"]);
    expect(second).toBe(first);
  });
});

describe("a webhook that fails", () => {
  it("hangs, redirects, is away: each said in words; it comes back, and hears", async () => {
    const { client, receiver, run, subscribe, delivery, pass } = await open();
    const elsewhere = await startReceiver();
    const { id } = await subscribe();
    await client.testAlert({ id });
    let end = run({ timeoutMs: 500 });
    receiver.answer = () => undefined;
    await expect.poll(() => delivery(id)).toMatchObject({ attempts: 1, lastError: "no answer within 500 ms" });
    await end();
    end = run();
    receiver.answer = (response) => response.writeHead(307, { location: elsewhere.url() }).end();
    pass(60);
    await expect
      .poll(() => delivery(id))
      .toMatchObject({ attempts: 2, lastError: "status 307: redirects aren't followed" });
    await receiver.stop();
    pass(300);
    await expect.poll(() => delivery(id)).toMatchObject({ attempts: 3, lastError: expect.stringContaining("REFUSED") });
    expect((await client.getAlert({ id })).failingSince).not.toBeNull();
    receiver.answer = (response) => response.writeHead(200).end();
    await receiver.listen();
    pass(1_800);
    await expect
      .poll(() => delivery(id))
      .toMatchObject({ attempts: 4, deliveredAt: expect.any(Number), lastError: null });
    expect((await client.getAlert({ id })).failingSince).toBeNull();
    expect(elsewhere.received).toEqual([]);
    await end();
  });

  it("for seven days is disabled, told so, and not sent to any more; another one goes on", async () => {
    const { client, receiver, run, subscribe, delivery, pass } = await open();
    receiver.answer = (response, { path }) => response.writeHead(path === "/good" ? 200 : 503).end();
    const bad = await subscribe("/bad");
    const good = await subscribe("/good");
    await client.testAlert({ id: bad.id });
    const end = run();
    await expect.poll(() => delivery(bad.id)).toMatchObject({ attempts: 1, lastError: "status 503" });
    pass(7 * DAY);
    await expect.poll(() => client.getAlert({ id: bad.id })).toMatchObject({ disabledAt: expect.any(Number) });
    expect(await delivery(bad.id)).toMatchObject({ nextAt: null });
    expect(await refusalOf(client.testAlert({ id: bad.id }))).toEqual({ status: 422, code: "ALERT_DISABLED" });
    await client.testAlert({ id: good.id });
    await expect.poll(() => delivery(good.id)).toMatchObject({ deliveredAt: expect.any(Number) });
    await end();
  });

  it("doesn't hold up others while it hangs", async () => {
    const { client, receiver, run, subscribe, delivery } = await open();
    receiver.answer = (response, { path }) => path === "/good" && response.writeHead(200).end();
    const bad = await subscribe("/bad");
    const good = await subscribe("/good");
    for (let i = 0; i < 5; i++) await client.testAlert({ id: bad.id });
    await client.testAlert({ id: good.id });
    const end = run({ concurrency: 2, timeoutMs: 60_000 });
    await expect.poll(() => delivery(good.id)).toMatchObject({ deliveredAt: expect.any(Number) });
    await receiver.stop();
    await end();
  });
});

describe("subscriptions", () => {
  it("end when they are deleted, with what was still to be sent", async () => {
    const { client, receiver, run, subscribe, modules } = await open();
    const kept = await subscribe("/kept");
    const { id } = await subscribe("/gone");
    await client.testAlert({ id });
    await client.deleteAlert({ id });
    for (const call of [client.getAlert, client.deleteAlert, client.testAlert])
      expect(await refusalOf(call({ id }))).toEqual({ status: 404, code: "NOT_FOUND" });
    await client.testAlert({ id: kept.id });
    const end = run();
    await expect.poll(() => receiver.received.map(({ path }) => path)).toEqual(["/kept"]);
    await end();
    const rows = await modules.database.queries.select().from(alertDeliveries);
    expect(rows.map(({ subscription }) => subscription)).toEqual([kept.id]);
  });

  it("TOO_MANY_ALERTS for one address, QUOTA_EXCEEDED for one client", async () => {
    const services = await openServices("postgres");
    const url = await services.serve((app) =>
      alertRoutes(app, services.modules, { allowLocal: true, perAddress: 2, perClientDay: 4 }),
    );
    const client = createIndexerClient({ url });
    const create = (address: string) => client.createAlert({ body: { address, url: "http://127.0.0.1:9/" } });
    const [, , third] = devAccounts;
    await create(ADDRESS);
    await create(ADDRESS.toLowerCase());
    expect(await refusalOf(create(ADDRESS))).toEqual({ status: 422, code: "TOO_MANY_ALERTS" });
    await create(third.address);
    expect(await refusalOf(create(third.address))).toEqual({ status: 429, code: "QUOTA_EXCEEDED" });
    services.pass(DAY);
    await create(third.address);
  });

  it("WEBHOOK_NOT_PUBLIC, WEBHOOK_UNRESOLVED, WEBHOOK_URL_INVALID: nothing inside a network can be reached", async () => {
    const services = await openServices("postgres");
    const url = await services.serve((app) => alertRoutes(app, services.modules, { perClientDay: 1_000 }));
    const fromAnywhere = async (target: string) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ address: ADDRESS, url: target });
      const answer = await fetch(`${url}/v1/alerts`, { method: "POST", headers, body });
      const { code } = (await answer.json()) as { code?: string };
      return code ?? answer.status;
    };
    const inside = ["http://127.0.0.1/", "http://2130706433/", "http://[::ffff:10.0.0.1]/"];
    for (const target of inside) expect(await fromAnywhere(target), target).toBe("WEBHOOK_NOT_PUBLIC");
    expect(await fromAnywhere("http://localhost:8545/")).toBe("WEBHOOK_NOT_PUBLIC");
    expect(await fromAnywhere("http://no-such-name.invalid/")).toBe("WEBHOOK_UNRESOLVED");
    for (const target of ["ftp://example.org/", "no url", "https://me:secret@example.org/", "file:///etc/passwd"])
      expect(await fromAnywhere(target), target).toBe("WEBHOOK_URL_INVALID");
    expect(await services.modules.database.queries.select().from(alertSubscriptions)).toEqual([]);
  });

  it("an address that was public and isn't any more is refused at the delivery, too", async () => {
    const { client, receiver, subscribe, delivery, modules, stop } = await open();
    const { id } = await subscribe();
    await client.testAlert({ id });
    const done = startAlerts(modules, { ...FAST, allowLocal: false });
    await expect
      .poll(() => delivery(id))
      .toMatchObject({ attempts: 1, lastError: expect.stringContaining("isn't on the public internet") });
    stop.abort();
    await done;
    expect(receiver.received).toEqual([]);
    const rows = await modules.database.queries.select().from(alertDeliveries).where(eq(alertDeliveries.attempts, 1));
    expect(rows).toHaveLength(1);
  });
});
