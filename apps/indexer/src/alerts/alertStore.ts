import { and, count, eq, gt, inArray, isNull, lt, notInArray, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Database, Queries } from "../database/database.ts";
import { DISABLE_AFTER_SEC, FEED_WATCHED_SEC, RETRY_AFTER_SEC } from "./alertOptions.ts";
import type { Fact, Watched } from "./fact.ts";
import { alertDeliveries, alertFeeds, alertPositions, alertSubscriptions, alerts } from "./schema.ts";

export type AlertRow = typeof alerts.$inferSelect;
export type SubscriptionRow = typeof alertSubscriptions.$inferSelect;
export type DeliveryRow = typeof alertDeliveries.$inferSelect;
export type Positions = { readonly l2: bigint | undefined; readonly chain: bigint | undefined };
/** A delivery whose turn it is. */
export type DueDelivery = { readonly delivery: DeliveryRow; readonly alert: AlertRow; readonly to: SubscriptionRow };

/** A subscription also hears of what happened this shortly before it: final only after it was made. */
const GRACE_SEC = 600;
/** Due deliveries looked at, of which one of each subscription is taken. */
const CANDIDATES = 500;
const DELIVERIES_KEPT_SEC = 30 * 86_400;

/** Addresses somebody wants to hear of. */
export async function watchedAddresses(queries: Queries, nowSec: number): Promise<Watched> {
  const [subscribed, read] = await Promise.all([
    queries
      .selectDistinct({ address: alertSubscriptions.address })
      .from(alertSubscriptions)
      .where(isNull(alertSubscriptions.disabledAt)),
    queries
      .select({ address: alertFeeds.address })
      .from(alertFeeds)
      .where(gt(alertFeeds.readAt, BigInt(nowSec - FEED_WATCHED_SEC))),
  ]);
  return new Set([...subscribed, ...read].map(({ address }) => address));
}

export async function readPositions(queries: Queries): Promise<Positions> {
  const rows = await queries.select().from(alertPositions);
  const of = (source: "l2" | "chain") => rows.find((row) => row.source === source)?.number;
  return { l2: of("l2"), chain: of("chain") };
}

/**
 * Stores alerts of the facts for the watched, with a delivery for each of their webhooks, and how far has been looked: all
 * at once, so that each fact is told once whenever the process ends.
 *
 * @returns how many alerts are new
 */
export async function saveFacts(
  database: Database,
  facts: readonly Fact[],
  watched: Watched,
  { positions, nowSec }: { readonly positions: Positions; readonly nowSec: number },
): Promise<number> {
  const rows = facts.flatMap((fact) =>
    [...new Set(fact.addresses)]
      .filter((address) => watched.has(address))
      .map((address) => ({
        ...{ dedupe: dedupeOf(fact, address), address, type: fact.type, detail: { ...fact.detail } },
        createdAt: BigInt(fact.time),
      })),
  );
  return database.transaction(async (writer) => {
    await lockAlerts(writer.queries);
    let found = 0;
    for (let from = 0; from < rows.length; from += 500)
      found += await saveAlerts(writer.queries, rows.slice(from, from + 500), nowSec);
    const moved = (["l2", "chain"] as const).flatMap((source) => {
      const number = positions[source];
      return number === undefined ? [] : [{ source, number }];
    });
    if (moved.length > 0) await writer.upsert(alertPositions, moved);
    return found;
  });
}

/** Names an alert for ever. */
export function dedupeOf({ type, key }: Fact, address: Hex): string {
  return `${type}:${key}:${address}`;
}

/** Any number nobody else locks. */
const ALERTS_LOCK = 4_720_001;

/** One at a time finds alerts or subscribes to them, so that each subscription gets each alert from one of the two. */
export async function lockAlerts(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(${ALERTS_LOCK})`);
}

async function saveAlerts(queries: Queries, rows: (typeof alerts.$inferInsert)[], nowSec: number): Promise<number> {
  if (rows.length === 0) return 0;
  const saved = await queries.insert(alerts).values(rows).onConflictDoNothing().returning();
  if (saved.length === 0) return 0;
  const webhooks = await queries
    .select()
    .from(alertSubscriptions)
    .where(
      and(
        inArray(alertSubscriptions.address, [...new Set(saved.map(({ address }) => address))]),
        isNull(alertSubscriptions.disabledAt),
      ),
    );
  const deliveries = saved.flatMap(({ id, address, createdAt }) =>
    webhooks
      .filter((to) => to.address === address && createdAt >= to.createdAt - BigInt(GRACE_SEC))
      .map((to) => ({ alertId: id, subscription: to.id, attempts: 0, nextAt: BigInt(nowSec) })),
  );
  if (deliveries.length > 0) await queries.insert(alertDeliveries).values(deliveries);
  return saved.length;
}

export type TakeOptions = {
  readonly nowSec: number;
  readonly limit: number;
  readonly leaseSec: number;
  /** Subscriptions with a delivery under way. */
  readonly busy: readonly Hex[];
};

/**
 * Takes deliveries whose time has come, one a subscription: never-tried ones first, so that what fails or hangs doesn't hold
 * up others. Each is due again after `leaseSec`, should the process end before it is settled.
 */
export async function takeDue(database: Database, options: TakeOptions): Promise<DueDelivery[]> {
  const { nowSec, limit, leaseSec, busy } = options;
  const isDue = lt(alertDeliveries.nextAt, BigInt(nowSec + 1));
  return database.transaction(async ({ queries }) => {
    const due = await queries
      .select({ id: alertDeliveries.id, subscription: alertDeliveries.subscription })
      .from(alertDeliveries)
      .where(busy.length === 0 ? isDue : and(isDue, notInArray(alertDeliveries.subscription, [...busy])))
      .orderBy(alertDeliveries.attempts, alertDeliveries.nextAt, alertDeliveries.id)
      .limit(CANDIDATES)
      .for("update", { skipLocked: true });
    const firsts = new Map<Hex, number>();
    for (const { id, subscription } of due) if (!firsts.has(subscription)) firsts.set(subscription, id);
    const ids = [...firsts.values()].slice(0, limit);
    if (ids.length === 0) return [];
    await queries
      .update(alertDeliveries)
      .set({ attempts: sql`${alertDeliveries.attempts} + 1`, nextAt: BigInt(nowSec + leaseSec) })
      .where(inArray(alertDeliveries.id, ids));
    const rows = await queries
      .select({ delivery: alertDeliveries, alert: alerts, to: alertSubscriptions })
      .from(alertDeliveries)
      .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
      .innerJoin(alertSubscriptions, eq(alertSubscriptions.id, alertDeliveries.subscription))
      .where(inArray(alertDeliveries.id, ids))
      .orderBy(alertDeliveries.id);
    return rows;
  });
}

export async function settleDelivered(database: Database, { delivery, to }: DueDelivery, nowSec: number) {
  await database.transaction(async ({ queries }) => {
    await queries
      .update(alertDeliveries)
      .set({ deliveredAt: BigInt(nowSec), nextAt: null, lastError: null })
      .where(eq(alertDeliveries.id, delivery.id));
    await queries.update(alertSubscriptions).set({ failingSince: null }).where(eq(alertSubscriptions.id, to.id));
  });
}

/** Sets the next attempt, or gives up; a webhook that has failed for too long is disabled. */
export async function settleFailed(database: Database, due: DueDelivery, error: string, nowSec: number): Promise<void> {
  const { delivery, to } = due;
  const waitSec = RETRY_AFTER_SEC[delivery.attempts - 1];
  const nextAt = waitSec === undefined ? null : BigInt(nowSec + waitSec);
  await database.transaction(async ({ queries }) => {
    await queries.update(alertDeliveries).set({ nextAt, lastError: error }).where(eq(alertDeliveries.id, delivery.id));
    const [subscription] = await queries
      .update(alertSubscriptions)
      .set({ failingSince: sql`coalesce(${alertSubscriptions.failingSince}, ${BigInt(nowSec)}::bigint)` })
      .where(eq(alertSubscriptions.id, to.id))
      .returning();
    const since = Number(subscription?.failingSince ?? nowSec);
    if (nowSec - since < DISABLE_AFTER_SEC) return;
    await queries
      .update(alertSubscriptions)
      .set({ disabledAt: BigInt(nowSec) })
      .where(eq(alertSubscriptions.id, to.id));
    await queries.update(alertDeliveries).set({ nextAt: null }).where(eq(alertDeliveries.subscription, to.id));
  });
}

/** Deletes what is over: deliveries of long ago, feeds nobody reads. */
export async function sweepAlerts(queries: Queries, nowSec: number): Promise<void> {
  await queries.delete(alertFeeds).where(lt(alertFeeds.readAt, BigInt(nowSec - FEED_WATCHED_SEC)));
  const old = queries
    .select({ id: alerts.id })
    .from(alerts)
    .where(lt(alerts.createdAt, BigInt(nowSec - DELIVERIES_KEPT_SEC)));
  await queries
    .delete(alertDeliveries)
    .where(and(isNull(alertDeliveries.nextAt), inArray(alertDeliveries.alertId, old)));
}

export async function countSubscriptions(queries: Queries, address: Hex): Promise<number> {
  const [row] = await queries
    .select({ count: count() })
    .from(alertSubscriptions)
    .where(eq(alertSubscriptions.address, address));
  return row?.count ?? 0;
}
