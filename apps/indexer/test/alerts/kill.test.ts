import { join } from "node:path";
import { spawnChild } from "@session/testing";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { alertDeliveries, alertPositions, alerts } from "../../src/alerts/schema.ts";
import { startAlerts } from "../../src/alerts/startAlerts.ts";
import { Subscriptions } from "../../src/alerts/subscriptions.ts";
import { openDatabase } from "../../src/database/connect.ts";
import { chainNodes } from "../../src/views/nodes/schema.ts";
import { timeline } from "../../src/views/timeline/schema.ts";
import { chainNodeRow } from "../registrations/support/rows.ts";
import { DATABASE_KINDS, makeTestPlace } from "../support/openTestDatabase.ts";
import { idleModules } from "./support/idleModules.ts";
import { startReceiver } from "./support/receiver.ts";

const CHILD = join(inject("programs"), "alertsChild.mjs");
const nowSec = () => Math.floor(Date.now() / 1000);

describe.each(DATABASE_KINDS)("a service killed by SIGKILL in the middle of a delivery, on %s", (kind) => {
  it("sends it again after the next start, with the same key", async () => {
    const place = await makeTestPlace(kind);
    onTestFinished(() => place.remove());
    const receiver = await startReceiver();
    receiver.answer = () => undefined;
    const before = await openDatabase(place.options);
    const subscriptions = new Subscriptions(before, 1, async () => []);
    const { id } = await subscriptions.create(`0x${"0a".repeat(20)}`, receiver.url(), nowSec());
    const row = await subscriptions.find(id);
    if (row === undefined) throw new Error("the subscription is gone");
    const key = await subscriptions.test(row, nowSec());
    await before.close();

    const child = await spawnChild(process.execPath, [CHILD, JSON.stringify({ database: place.options })], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    onTestFinished(() => child.kill());
    await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
    await child.kill();

    receiver.answer = (response) => response.writeHead(204).end();
    const database = await openDatabase(place.options);
    onTestFinished(() => database.close());
    const stop = new AbortController();
    // Past the lease the killed one had.
    const modules = idleModules(database, stop.signal, () => Date.now() + 120_000);
    const done = startAlerts(modules, { allowLocal: true, pollMs: 10 });
    const deliveries = () => database.queries.select().from(alertDeliveries);
    await expect.poll(deliveries).toMatchObject([{ attempts: 2, nextAt: null, deliveredAt: expect.any(BigInt) }]);
    stop.abort();
    await done;
    expect(receiver.received.map(({ headers }) => headers["idempotency-key"])).toEqual([key, key]);
  });
});

const HOLDER = `0x${"0b".repeat(20)}` as const;

describe.each(DATABASE_KINDS)("a service killed again and again while it catches up, on %s", (kind) => {
  it("tells what happened while it was down: everything, each once but for what was under way", async () => {
    const place = await makeTestPlace(kind);
    onTestFinished(() => place.remove());
    const receiver = await startReceiver();
    receiver.answer = (response) => response.writeHead(204).end();
    let height = 10;
    /** With the service down: blocks that each did something to node 7. */
    const whileDown = async (blocks: number) => {
      const database = await openDatabase(place.options);
      const rows = Array.from({ length: blocks }, (_, index) => ({
        ...{ height: height + 1 + index, seq: 0, time: nowSec(), nodeId: 7, type: "node-decommissioned", detail: {} },
      }));
      await database.transaction((writer) => writer.append(timeline, rows));
      height += blocks;
      await database.close();
    };
    const setUp = await openDatabase(place.options);
    await new Subscriptions(setUp, 1, async () => []).create(HOLDER, receiver.url(), nowSec());
    await setUp.queries.insert(chainNodes).values(chainNodeRow({ id: 7, operator: HOLDER, contributors: [] }));
    await setUp.queries.insert(alertPositions).values({ source: "chain", number: BigInt(height) });
    await setUp.close();

    const KILLS = 3;
    for (let round = 0; round < KILLS; round++) {
      await whileDown(8);
      const before = receiver.received.length;
      // Past the lease of what the one before had under way.
      const task = { database: place.options, height, aheadMs: round * 120_000 };
      const child = await spawnChild(process.execPath, [CHILD, JSON.stringify(task)], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      onTestFinished(() => child.kill());
      await expect.poll(() => receiver.received.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(before + 3);
      await child.kill();
    }
    const database = await openDatabase(place.options);
    onTestFinished(() => database.close());
    const stop = new AbortController();
    const modules = idleModules(database, stop.signal, () => Date.now() + KILLS * 120_000, height);
    const done = startAlerts(modules, { allowLocal: true, pollMs: 10 });
    const events = height - 10;
    const undelivered = async () =>
      (await database.queries.select().from(alertDeliveries)).filter(({ deliveredAt }) => deliveredAt === null).length;
    // The last one killed may not have looked at what was new: with what it left delivered, all isn't told yet.
    const told = async () => ({ alerts: await database.queries.$count(alerts), undelivered: await undelivered() });
    await expect.poll(told, { timeout: 60_000 }).toEqual({ alerts: events, undelivered: 0 });
    stop.abort();
    await done;
    const keys = receiver.received.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(events);
    expect(keys.length).toBeLessThanOrEqual(events + KILLS);
    // A limit for hangs: five programs are started one after the other.
  }, 300_000);
});
