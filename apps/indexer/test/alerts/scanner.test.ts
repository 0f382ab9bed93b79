import { serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { createIndexerClient } from "@session/sdk";
import { asc, eq } from "drizzle-orm";
import { encodeAbiParameters, encodeEventTopics, getAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { scanAlerts } from "../../src/alerts/alertScanner.ts";
import { alertDeliveries, alertPositions, alertSubscriptions, alerts } from "../../src/alerts/schema.ts";
import { alertRoutes } from "../../src/api/routes/alerts.ts";
import { certificates, l2Logs } from "../../src/raw/schema.ts";
import { claims } from "../../src/views/claims/schema.ts";
import { chainNodes } from "../../src/views/nodes/schema.ts";
import { poolContributions, pools } from "../../src/views/pools/schema.ts";
import { rewardTotals } from "../../src/views/rewards/schema.ts";
import { stakedContributors, stakedNodes } from "../../src/views/staking/schema.ts";
import { eventSubjects } from "../../src/views/subjects/schema.ts";
import { timeline } from "../../src/views/timeline/schema.ts";
import { chainNodeRow, poolRow, stakedNodeRow } from "../registrations/support/rows.ts";
import { openServices } from "../registrations/support/services.ts";
import { DATABASE_KINDS, type DatabaseKind } from "../support/openTestDatabase.ts";

const [OPERATOR, STAKER, STRANGER, POOL] = [0x0a, 0x0b, 0x0c, 0x0d].map(
  (byte) => `0x${byte.toString(16).padStart(2, "0").repeat(20)}`,
) as [Hex, Hex, Hex, Hex];
const WORD: Hex = `0x${"00".repeat(32)}`;
const REQUIREMENT = 25_000n * 10n ** 9n;
const HOUR = 3_600;

/** Operator and staker hold node 7; both have a webhook, the stranger hasn't. The scanner stands at L2 block 100, height 10. */
async function open(kind: DatabaseKind) {
  const services = await openServices(kind);
  const { l2, chain, modules, nowSec } = services;
  const { queries } = modules.database;
  const subscribe = (address: Hex, id: string) =>
    queries.insert(alertSubscriptions).values({
      ...{ id: `0x${id.repeat(16)}`, address, url: "http://127.0.0.1:9/", secret: WORD, createdAt: BigInt(nowSec()) },
    });
  await subscribe(OPERATOR, "01");
  await subscribe(STAKER, "02");
  Object.assign(l2, { number: 100n, final: 100n });
  Object.assign(chain, { number: 10n, time: nowSec() });
  await queries.insert(stakedNodes).values(stakedNodeRow({ id: 7, operator: OPERATOR }));
  const share = { nodeId: 7, amount: REQUIREMENT / 2n };
  await queries.insert(stakedContributors).values([
    { ...share, position: 0, staker: OPERATOR, beneficiary: OPERATOR },
    { ...share, position: 1, staker: STAKER, beneficiary: STAKER },
  ]);
  const contributors = [OPERATOR, STAKER].map((staker) => ({ staker, beneficiary: staker, amount: "1" }));
  const node = chainNodeRow({ id: 7, operator: OPERATOR, contributors });
  await queries.insert(chainNodes).values(node);
  await scanAlerts(modules);
  const change = (to: Partial<typeof node>) => queries.update(chainNodes).set(to).where(eq(chainNodes.id, 7));
  const found = async () => {
    const rows = await queries.select().from(alerts).orderBy(asc(alerts.type), asc(alerts.address));
    return rows.map(({ type, address }) => `${type} ${address === OPERATOR ? "operator" : "staker"}`);
  };
  const emit = async (blockNumber: bigint, address: Hex, topics: readonly (Hex | null)[], data: Hex = "0x") => {
    const [topic0, topic1 = null, topic2 = null, topic3 = null] = topics;
    await queries.insert(l2Logs).values({
      ...{ blockNumber, logIndex: 0, blockHash: WORD, time: BigInt(nowSec()), txHash: WORD, address },
      ...{ topic0: topic0 ?? "0x", topic1, topic2, topic3, data },
    });
  };
  return { ...services, queries, change, found, emit };
}

const rewardsTopics = (eventName: "ServiceNodeExitRequest" | "ServiceNodeLiquidated", args: object) =>
  encodeEventTopics({ abi: serviceNodeRewardsAbi, eventName, args } as never) as Hex[];
const poolTopics = (eventName: "Contributed" | "Finalized", args: object) =>
  encodeEventTopics({ abi: serviceNodeContributionAbi, eventName, args } as never) as Hex[];
const uints = (...values: bigint[]) =>
  encodeAbiParameters(
    values.map(() => ({ type: "uint256" })),
    values,
  );

describe.each(DATABASE_KINDS)("alerts on %s", (kind) => {
  it("of what blocks did to a node: once, for every holder with a webhook, over restarts", async () => {
    const { modules, queries, chain, found } = await open(kind);
    const event = { time: chain.time, nodeId: 7, detail: { reason: "not-ready" } };
    await queries.insert(timeline).values([
      { ...event, height: 10, seq: 0, type: "node-decommissioned" },
      { ...event, height: 11, seq: 0, type: "node-active" },
      { ...event, height: 12, seq: 0, type: "node-decommissioned" },
      { ...event, height: 13, seq: 0, type: "node-removed" },
    ]);
    chain.number = 12n;
    expect(await scanAlerts(modules)).toBe(2);
    expect(await found()).toEqual(["nodeDecommissioned operator", "nodeDecommissioned staker"]);
    expect(await scanAlerts(modules)).toBe(0);
    // A copy of the database from before the scan's end: what was told isn't told again.
    await queries.update(alertPositions).set({ number: 10n });
    chain.number = 13n;
    expect(await scanAlerts(modules)).toBe(2);
    const deliveries = await queries.select().from(alertDeliveries);
    expect(deliveries).toHaveLength(4);
    const [first] = await queries.select().from(alerts);
    expect(first?.detail).toEqual({ nodeId: 7, height: 12, reason: "not-ready" });
  });

  it("of L2 come with its finality, so that a reorganisation can't make one come twice or wrongly", async () => {
    const { modules, l2, emit, found, queries } = await open(kind);
    const rewards = STRANGER;
    await emit(105n, rewards, rewardsTopics("ServiceNodeExitRequest", { id: 7, contributor: STAKER }));
    l2.number = 106n;
    l2.final = 104n;
    expect(await scanAlerts(modules)).toBe(0);
    // The request is mined again elsewhere.
    await queries.delete(l2Logs);
    await emit(106n, rewards, rewardsTopics("ServiceNodeExitRequest", { id: 7, contributor: STAKER }));
    l2.final = 106n;
    expect(await scanAlerts(modules)).toBe(1);
    // Not for the one who asked.
    expect(await found()).toEqual(["exitRequested operator"]);
    const liquidator = { indexed: { id: 7, liquidator: STRANGER }, data: uints(1n, 2n, 1_900_000_000n) };
    await emit(107n, rewards, rewardsTopics("ServiceNodeLiquidated", liquidator.indexed), liquidator.data);
    l2.number = 107n;
    l2.final = 107n;
    expect(await scanAlerts(modules)).toBe(2);
    expect(await found()).toContain("liquidated staker");
    const [row] = await queries.select().from(alerts).where(eq(alerts.type, "liquidated"));
    expect(row?.detail).toEqual({ nodeId: 7, liquidator: getAddress(STRANGER), lockedUntil: 1_900_000_000 });
  });

  it("of a pool: each contribution to its operator, filled and registered to all inside", async () => {
    const { modules, l2, emit, found, queries } = await open(kind);
    const pool = poolRow({ address: POOL, operator: OPERATOR, stakingRequirement: REQUIREMENT, nodeId: 7 });
    await queries.insert(pools).values(pool);
    const inside = { pool: POOL, amount: 1n, firstTime: 1n, lastTime: 1n };
    await queries.insert(poolContributions).values([
      { ...inside, staker: OPERATOR, beneficiary: OPERATOR },
      { ...inside, staker: STAKER, beneficiary: STAKER },
    ]);
    const own = poolTopics("Contributed", { staker: OPERATOR, beneficiary: OPERATOR });
    const other = poolTopics("Contributed", { staker: STAKER, beneficiary: STAKER });
    await emit(101n, POOL, own, uints(5n, 5n));
    await emit(102n, POOL, other, uints(REQUIREMENT - 5n, REQUIREMENT));
    await emit(103n, POOL, poolTopics("Finalized", { nodeId: 7 }));
    Object.assign(l2, { number: 103n, final: 103n });
    await scanAlerts(modules);
    expect(await found()).toEqual([
      ...["poolContribution operator", "poolFilled operator", "poolFilled staker"],
      ...["poolFinalized operator", "poolFinalized staker"],
    ]);
    const [row] = await queries.select().from(alerts).where(eq(alerts.type, "poolContribution"));
    const amount = (REQUIREMENT - 5n).toString();
    expect(row?.detail).toMatchObject({ pool: getAddress(POOL), staker: getAddress(STAKER), amount });
    const [filled] = await queries.select().from(alerts).where(eq(alerts.type, "poolFilled"));
    expect(filled?.detail.pool).toBe(getAddress(POOL));
  });

  it("of time passing: credit low, exit window open, closing, liquidation near; none of a node that has left", async () => {
    const { modules, chain, change, found, queries, pass } = await open(kind);
    // Devnet: least credit 30 s, grace 60 s.
    await change({ status: "decommissioned", creditSec: 40, creditTime: chain.time });
    expect(await scanAlerts(modules)).toBe(0);
    const step = async (seconds: number) => {
      pass(seconds);
      chain.time += seconds;
      return scanAlerts(modules);
    };
    expect(await step(11)).toBe(2);
    expect(await step(1)).toBe(0);
    await change({ status: "removed", statusHeight: 20, removedReason: "voluntary", removedAt: chain.time });
    expect(await step(1)).toBe(0);
    const certificate = { height: 20, digest: WORD, signature: WORD, nonSigners: "0x" as const };
    await queries.insert(certificates).values({ ...certificate, setVersion: 1n, signed: [], absent: [] });
    expect(await step(1)).toBe(2);
    expect(await step(40)).toBe(0);
    expect(await step(4)).toBe(2);
    expect(await step(12)).toBe(2);
    expect(await step(100)).toBe(0);
    const types = ["exitWindowClosing", "exitWindowOpen", "liquidationNear", "nodeCreditLow"];
    expect(await found()).toEqual(types.flatMap((type) => [`${type} operator`, `${type} staker`]));
    await change({ statusHeight: 21 });
    await queries.update(stakedNodes).set({ left: "exited" });
    expect(await step(1)).toBe(0);
  });

  it("of what holds now, told before to others, begin a new subscription: once, and nothing that is over", async () => {
    const { modules, chain, change, queries, pass, serve } = await open(kind);
    await change({ status: "decommissioned", creditSec: 40, creditTime: chain.time });
    const event = { time: chain.time, nodeId: 7, detail: { reason: "not-ready" } };
    await queries.insert(timeline).values({ ...event, height: 11, seq: 0, type: "node-decommissioned" });
    chain.number = 11n;
    const step = (seconds: number) => {
      pass(seconds);
      chain.time += seconds;
      return scanAlerts(modules);
    };
    // nodeDecommissioned and nodeCreditLow, each for operator and staker.
    expect(await step(11)).toBe(4);
    pass(HOUR);
    chain.time += HOUR;
    const client = createIndexerClient({ url: await serve((app) => alertRoutes(app, modules, { allowLocal: true })) });
    const subscribe = () => client.createAlert({ body: { address: STAKER, url: "http://127.0.0.1:9/" } });
    const heardBy = async (id: string) => (await client.getAlert({ id })).deliveries.map(({ type }) => type);
    const { id } = await subscribe();
    expect(await heardBy(id)).toEqual(["nodeCreditLow"]);
    expect(await step(1)).toBe(0);
    expect(await heardBy(id)).toEqual(["nodeCreditLow"]);
    await change({ status: "active", creditSec: 900, creditTime: chain.time });
    expect(await heardBy((await subscribe()).id)).toEqual([]);
  });

  it("of a first load: nothing of what the sources had at the start, however late it is read", async () => {
    const { modules, l2, chain, emit, queries } = await open(kind);
    await queries.delete(alertPositions);
    const removal = (height: number, nodeId: number) =>
      queries
        .insert(timeline)
        .values({ ...{ height, nodeId, seq: 0, type: "node-removed", detail: {} }, time: chain.time });
    const request = { id: 7, contributor: STAKER };
    Object.assign(l2, { sourceHead: 500n, number: 1n, final: 1n });
    Object.assign(chain, { sourceHead: 900n, number: 1n });
    expect(await scanAlerts(modules)).toBe(0);
    await removal(899, 7);
    await emit(499n, STRANGER, rewardsTopics("ServiceNodeExitRequest", request));
    Object.assign(l2, { sourceHead: 501n, number: 500n, final: 500n });
    Object.assign(chain, { sourceHead: 901n, number: 900n });
    expect(await scanAlerts(modules)).toBe(0);
    await removal(901, 7);
    await emit(501n, STRANGER, rewardsTopics("ServiceNodeExitRequest", request));
    Object.assign(l2, { number: 501n, final: 501n });
    chain.number = 901n;
    expect(await scanAlerts(modules)).toBe(3);
  });

  it("of rewards: what isn't claimed yet, at most once a day", async () => {
    const { modules, chain, queries, pass } = await open(kind);
    const lifetime = 5n * 10n ** 9n * 10n ** 9n;
    await queries.insert(rewardTotals).values({ address: STAKER, lifetime, height: 10 });
    const claim = { logIndex: 0, time: 1n, txHash: WORD, recipient: STAKER, lifetimeRewards: lifetime / 10n ** 9n };
    await queries.insert(claims).values({ ...claim, blockNumber: 1n, amount: 2n * 10n ** 9n });
    expect(await scanAlerts(modules)).toBe(1);
    const [row] = await queries.select().from(alerts);
    expect(row).toMatchObject({ type: "claimAvailable", address: STAKER, detail: { claimable: "3000000000" } });
    expect(await scanAlerts(modules)).toBe(0);
    pass(24 * HOUR);
    chain.time += 24 * HOUR;
    expect(await scanAlerts(modules)).toBe(1);
    await queries.insert(claims).values({ ...claim, blockNumber: 2n, amount: 3n * 10n ** 9n });
    pass(24 * HOUR);
    chain.time += 24 * HOUR;
    expect(await scanAlerts(modules)).toBe(0);
  });

  it("are in the feed of whoever reads it, without a webhook, from the first reading on", async () => {
    const { modules, chain, queries, serve } = await open(kind);
    const url = await serve((app) => alertRoutes(app, modules));
    const client = createIndexerClient({ url });
    const feed = (address: string) => client.getAlertFeed({ address });
    const known = { blockNumber: 1n, logIndex: 0, kind: "address" as const, subject: STRANGER };
    await queries.insert(eventSubjects).values(known);
    expect(await feed(getAddress(STRANGER))).not.toContain("<item>");
    const contributors = [{ staker: STRANGER, beneficiary: STRANGER, amount: "1" }];
    await queries.insert(chainNodes).values(chainNodeRow({ id: 8, operator: STRANGER, contributors }));
    const event = { height: 11, seq: 0, time: chain.time, nodeId: 8, type: "node-removed" };
    await queries.insert(timeline).values({ ...event, detail: { reason: '<script>&"' } });
    chain.number = 11n;
    await scanAlerts(modules);
    const text = await feed(STRANGER);
    expect(text).toContain("<title>nodeRemoved</title>");
    expect(text).toContain("Node 8 is removed (&lt;script&gt;&amp;&quot;)");
    expect(text).toContain(`<link>https://portal.example/address/${getAddress(STRANGER)}</link>`);
    expect(text).toContain(`<pubDate>${new Date(chain.time * 1000).toUTCString()}</pubDate>`);
    expect(await queries.select().from(alertDeliveries)).toEqual([]);
    const answer = await fetch(`${url}/v1/alerts/feed/${STRANGER}.rss`);
    expect(answer.headers.get("content-type")).toContain("application/rss+xml");
    expect((await fetch(`${url}/v1/alerts/feed/0x12.rss`)).status).toBe(400);
  });
});
