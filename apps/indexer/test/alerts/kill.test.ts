import { join } from "node:path";
import { spawnChild } from "@session/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { alertDeliveries } from "../../src/alerts/schema.ts";
import { startAlerts } from "../../src/alerts/startAlerts.ts";
import { Subscriptions } from "../../src/alerts/subscriptions.ts";
import { openDatabase } from "../../src/database/connect.ts";
import { DATABASE_KINDS, makeTestPlace } from "../support/openTestDatabase.ts";
import { idleModules } from "./support/idleModules.ts";
import { Receiver } from "./support/receiver.ts";

const CHILD = join(import.meta.dirname, "child", "alerts.ts");
const nowSec = () => Math.floor(Date.now() / 1000);

describe.each(DATABASE_KINDS)("a service killed by SIGKILL in the middle of a delivery, on %s", (kind) => {
  it("sends it again after the next start, with the same key", async () => {
    const place = await makeTestPlace(kind);
    onTestFinished(() => place.remove());
    const receiver = await Receiver.start();
    receiver.answer = () => undefined;
    const before = await openDatabase(place.options);
    const subscriptions = new Subscriptions(before, 1);
    const { id } = await subscriptions.create(`0x${"0a".repeat(20)}`, receiver.url(), nowSec());
    const row = await subscriptions.find(id);
    if (row === undefined) throw new Error("the subscription is gone");
    const key = await subscriptions.test(row, nowSec());
    await before.close();

    const child = await spawnChild(process.execPath, [CHILD, JSON.stringify(place.options)], {
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
