import { randomBytes, randomUUID } from "node:crypto";
import { ProblemError } from "@session/http";
import type { AlertSubscription, AlertType } from "@session/sdk/indexer-api";
import { and, desc, eq, ne } from "drizzle-orm";
import { bytesToHex, getAddress, type Hex } from "viem";
import type { Database, Queries } from "../database/database.ts";
import { rewardTotals } from "../views/rewards/schema.ts";
import { eventSubjects } from "../views/subjects/schema.ts";
import { type AlertRow, countSubscriptions, lockAlerts, type SubscriptionRow } from "./alertStore.ts";
import { deliveryId } from "./deliveryWorker.ts";
import { alertDeliveries, alertFeeds, alertSubscriptions, alerts } from "./schema.ts";

const SHOWN = 20;
const FEED_ITEMS = 100;
const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** Ids of the alerts an address was told of and whose condition holds still. */
export type ReadHeld = (queries: Queries, address: Hex) => Promise<readonly number[]>;

/** Webhooks and feeds as the API gives them out. Times are unix seconds. */
export class Subscriptions {
  readonly #database: Database;
  readonly #perAddress: number;
  readonly #readHeld: ReadHeld;

  constructor(database: Database, perAddress: number, readHeld: ReadHeld) {
    this.#database = database;
    this.#perAddress = perAddress;
    this.#readHeld = readHeld;
  }

  /** Begins with what holds now. @throws ProblemError TOO_MANY_ALERTS */
  async create(address: Hex, url: string, nowSec: number): Promise<{ id: Hex; secret: Hex }> {
    const id = bytesToHex(randomBytes(ID_BYTES));
    const secret = bytesToHex(randomBytes(SECRET_BYTES));
    await this.#database.transaction(async ({ queries }) => {
      await lockAlerts(queries);
      if ((await countSubscriptions(queries, address)) >= this.#perAddress)
        throw new ProblemError(
          { code: "TOO_MANY_ALERTS", status: 422, limit: this.#perAddress },
          `${address} has ${this.#perAddress} webhooks already.`,
        );
      await queries.insert(alertSubscriptions).values({ id, address, url, secret, createdAt: BigInt(nowSec) });
      const held = await this.#readHeld(queries, address);
      const about = { subscription: id, attempts: 0, nextAt: BigInt(nowSec) };
      if (held.length > 0) await queries.insert(alertDeliveries).values(held.map((alertId) => ({ alertId, ...about })));
    });
    return { id, secret };
  }

  async find(id: Hex): Promise<SubscriptionRow | undefined> {
    const [row] = await this.#database.queries.select().from(alertSubscriptions).where(eq(alertSubscriptions.id, id));
    return row;
  }

  async describe(row: SubscriptionRow): Promise<AlertSubscription> {
    const deliveries = await this.#database.queries
      .select({ delivery: alertDeliveries, type: alerts.type })
      .from(alertDeliveries)
      .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
      .where(eq(alertDeliveries.subscription, row.id))
      .orderBy(desc(alertDeliveries.id))
      .limit(SHOWN);
    return {
      ...{ id: row.id, address: getAddress(row.address), url: row.url, createdAt: Number(row.createdAt) },
      ...{ failingSince: orNull(row.failingSince), disabledAt: orNull(row.disabledAt) },
      deliveries: deliveries.map(({ delivery, type }) => ({
        ...{ id: deliveryId(delivery.alertId), type: type as AlertType, attempts: delivery.attempts },
        ...{ deliveredAt: orNull(delivery.deliveredAt), nextAt: orNull(delivery.nextAt) },
        lastError: delivery.lastError,
      })),
    };
  }

  /** False if there is none. */
  delete(id: Hex): Promise<boolean> {
    return this.#database.transaction(async ({ queries }) => {
      await queries.delete(alertDeliveries).where(eq(alertDeliveries.subscription, id));
      const gone = await queries
        .delete(alertSubscriptions)
        .where(eq(alertSubscriptions.id, id))
        .returning({ id: alertSubscriptions.id });
      return gone.length > 0;
    });
  }

  /** Queues a test; the id of its delivery. */
  test(row: SubscriptionRow, nowSec: number): Promise<string> {
    const { address, id: subscription } = row;
    const time = BigInt(nowSec);
    return this.#database.transaction(async ({ queries }) => {
      const test = { dedupe: `test:${randomUUID()}`, address, type: "test", detail: {}, createdAt: time };
      const [saved] = await queries.insert(alerts).values(test).returning();
      if (saved === undefined) throw new TypeError("an insert gave no row");
      await queries.insert(alertDeliveries).values({ alertId: saved.id, subscription, attempts: 0, nextAt: time });
      return deliveryId(saved.id);
    });
  }

  /** Alerts of an address, newest first; from now on they are looked for, if it has anything to do with the network. */
  async readFeed(address: Hex, nowSec: number): Promise<AlertRow[]> {
    const { queries } = this.#database;
    if (await this.#isKnown(address)) {
      const readAt = BigInt(nowSec);
      await queries
        .insert(alertFeeds)
        .values({ address, readAt })
        .onConflictDoUpdate({ target: alertFeeds.address, set: { readAt } });
    }
    return queries
      .select()
      .from(alerts)
      .where(and(eq(alerts.address, address), ne(alerts.type, "test")))
      .orderBy(desc(alerts.createdAt), desc(alerts.id))
      .limit(FEED_ITEMS);
  }

  async #isKnown(address: Hex): Promise<boolean> {
    const { queries } = this.#database;
    const [events, rewards] = await Promise.all([
      queries
        .select({ at: eventSubjects.blockNumber })
        .from(eventSubjects)
        .where(eq(eventSubjects.subject, address))
        .limit(1),
      queries.select({ height: rewardTotals.height }).from(rewardTotals).where(eq(rewardTotals.address, address)),
    ]);
    return events.length + rewards.length > 0;
  }
}

const orNull = (value: bigint | null) => (value === null ? null : Number(value));
