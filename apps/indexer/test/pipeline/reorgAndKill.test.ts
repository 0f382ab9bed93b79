import { networkToJson } from "@session/config";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { register } from "@session/sdk";
import { type Random, seededRandom } from "@session/testing";
import { asc } from "drizzle-orm";
import { encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { rebuildL2 } from "../../src/pipeline/rebuild.ts";
import { L2Store } from "../../src/raw/l2Store.ts";
import { stakedNodes } from "../../src/views/staking/schema.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { makeTestPlace } from "../support/testPlaces.ts";
import { people, SESH, STAKE, startChain, type TestChain } from "./support/chain.ts";
import { expectAsContracts } from "./support/expectAsContracts.ts";
import { type Followed, follow, followRaw, networkOf } from "./support/followed.ts";
import { followAndKill } from "./support/followTask.ts";
import { counted, dumpViews } from "./support/harness.ts";
import { deployTestPool, payIntoPool, QUARTER } from "./support/poolActions.ts";
import { startOutageProxy } from "./support/startOutageProxy.ts";

const { operator, second } = people;
const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;
type Network = Awaited<ReturnType<typeof networkOf>>;
type Dump = Record<string, unknown[]>;

/** Hours are of blocks, which come anew with a reorganisation. */
const withoutHours = ({ l2_hours: _, ...rest }: Dump): Dump => rest;
const registerSolo = (chain: TestChain, name: number) =>
  register(chain.wallet(operator), {
    ...{ registration: chain.registration(name, operator), sesh: chain.addresses.seshL2, stake: STAKE },
  });

describe("views of a chain that goes back", () => {
  let chain: TestChain;
  let database: Database;
  let followed: Followed;
  let network: Network;
  beforeAll(async () => {
    chain = await startChain(4);
    network = await networkOf(chain);
    database = await openTestDatabase("pglite");
    followed = await follow(chain, database, { network, startBlock: 0n });
    await chain.pass(60);
  });
  afterAll(async () => {
    await followed.stop();
    await database.close();
    await chain.anvil.stop();
  });

  async function expectTrue(): Promise<void> {
    await followed.caughtUp();
    await expectAsContracts(chain, database);
    expect(await counted(followed.registry, "session_indexer_l2_rebuilds_total")).toBe(0);
  }

  /** A pool with one contribution, and the views as of then. */
  async function openPool(name: number): Promise<{ pool: Hex; before: Dump }> {
    const pool = await deployTestPool(chain, name);
    await payIntoPool(chain, operator, pool, QUARTER);
    await expectTrue();
    return { pool, before: await dumpViews(database) };
  }

  it("go back with it, and on with what it is then", async () => {
    const { pool, before } = await openPool(21);
    await payIntoPool(chain, second, pool, QUARTER);
    await registerSolo(chain, 22);
    await followed.caughtUp();
    expect(await dumpViews(database)).not.toEqual(before);
    // Empty blocks take the place of the contribution, an approval and the registration.
    await chain.anvil.request("anvil_reorg", [3, []]);
    await expectTrue();
    expect(withoutHours(await dumpViews(database))).toEqual(withoutHours(before));
    expect(await counted(followed.registry, "session_indexer_l2_reorgs_total")).toBe(1);
    const undone = followed.notices.find(({ rolledBackTo }) => rolledBackTo !== undefined);
    expect(undone?.topics).toContain(`address:${lower(second.address)}`);
    await payIntoPool(chain, second, pool, 2n * QUARTER);
    await expectTrue();
  });

  it("go back first where the raw tables did so without them", async () => {
    const { pool, before } = await openPool(23);
    await payIntoPool(chain, second, pool, QUARTER);
    await followed.caughtUp();
    await followed.stop();
    await chain.anvil.request("anvil_reorg", [1, []]);
    await followRaw(chain, database, { network, startBlock: 0n });
    expect(await dumpViews(database)).not.toEqual(before);
    followed = await follow(chain, database, { network, startBlock: 0n });
    await expectTrue();
    expect(withoutHours(await dumpViews(database))).toEqual(withoutHours(before));
    expect(await counted(followed.registry, "session_indexer_l2_reorgs_total")).toBe(1);
  });

  it("equal a replay from the raw tables", async () => {
    await expectTrue();
    const live = await dumpViews(database);
    await followed.stop();
    await rebuildL2(new L2Store(database), {}, followed.modules);
    expect(await dumpViews(database)).toEqual(live);
    followed = await follow(chain, database, { network, startBlock: 0n });
    await chain.pass(1);
    await expectTrue();
  });

  it("take the seeded nodes from the genesis when they follow from the start only", async () => {
    const fromStart = await openTestDatabase("pglite");
    const other = await follow(chain, fromStart, { network });
    try {
      await other.caughtUp();
      await followed.caughtUp();
      const read = async (from: Database) => {
        const place = { registeredBlock: 0n, registeredTime: 0n, registeredTx: "0x" };
        const rows = await from.queries.select().from(stakedNodes).orderBy(asc(stakedNodes.id));
        return rows.map((node) => (node.isSeeded === 1 ? { ...node, ...place } : node));
      };
      expect((await read(fromStart)).length).toBeGreaterThanOrEqual(4);
      expect(await read(fromStart)).toEqual(await read(database));
    } finally {
      await other.stop();
      await fromStart.close();
    }
  });
});

describe.each([
  ["pglite", 3],
  ["postgres", 4],
] as const)("killed over %s", (kind, kills) => {
  let chain: TestChain;
  let network: Network;
  beforeAll(async () => {
    chain = await startChain(1);
    network = await networkOf(chain);
    await chain.pass(60);
  });
  afterAll(() => chain.anvil.stop());

  /** Many transactions, a block each; now and then the newest blocks are taken back. */
  async function keepBusy(random: Random, pool: Hex): Promise<void> {
    const setClaimCap = (cap: bigint) => ({
      from: people.deployer.address,
      to: chain.addresses.serviceNodeRewards,
      data: encodeFunctionData({ abi: serviceNodeRewardsAbi, functionName: "setClaimCap", args: [cap] }),
    });
    for (let count = random.int(20, 40); count > 0; count--)
      await chain.anvil.request("eth_sendTransaction", [setClaimCap(BigInt(random.int(50_000, 99_999)) * SESH)]);
    await payIntoPool(chain, operator, pool, 1n);
    await chain.anvil.request("anvil_reorg", [random.int(1, 3), []]);
    await payIntoPool(chain, operator, pool, 1n);
  }

  it("at any moment, while the chain goes back and the provider is away: no gap, no duplicate", async () => {
    const random = seededRandom();
    const place = await makeTestPlace(kind);
    const pool = await deployTestPool(chain, 31);
    await payIntoPool(chain, operator, pool, QUARTER);
    const proxy = await startOutageProxy(chain.anvil.url);
    onTestFinished(() => proxy.close());
    const task = { url: proxy.url, database: place.options, network: networkToJson(network), startBlock: 0 };
    for (let kill = 0; kill < kills; kill++) {
      await keepBusy(random, pool);
      // At least 17 new logs, four to a transaction. In the middle of them the provider is away, and the chain another when
      // it is back, with as many logs again.
      await followAndKill(task, random.int(1, 4), () => proxy.outage(() => keepBusy(random, pool)));
    }
    const database = await openDatabase(place.options);
    const followed = await follow(chain, database, { network, startBlock: 0n });
    try {
      await followed.caughtUp();
      await expectAsContracts(chain, database);
      const live = await dumpViews(database);
      expect(live.parameter_changes?.length).toBeGreaterThan(30 * kills);
      await followed.stop();
      await rebuildL2(new L2Store(database), {}, followed.modules);
      expect(await dumpViews(database)).toEqual(live);
      expect(await counted(followed.registry, "session_indexer_l2_rebuilds_total")).toBe(0);
    } finally {
      await followed.stop();
      await database.close();
      await place.remove();
    }
  }, 600_000);
});
