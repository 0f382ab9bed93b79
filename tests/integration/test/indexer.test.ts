import { serviceNodeContributionAbi } from "@session/contracts";
import { deployPool } from "@session/sdk";
import { encodeFunctionData, type Hex, parseAbi, parseAbiItem } from "viem";
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from "vitest";
import { allReach } from "./support/chainChecks.ts";
import { createTestNetwork, deployer, type TestNetwork } from "./support/testNetwork.ts";
import { until } from "./support/until.ts";
import { createWallet } from "./support/wallet.ts";

const run = inject("run");

const CHAIN_ID = 31337;
const SOON_MS = 60_000;
/** Fits several times into a block. */
const BURST = 8;
/** Less than the devnet preset's safe lag. */
const REORG_DEPTH = 2;
const FEE_UPDATED = parseAbiItem("event FeeUpdated(uint16 feeBps)");
const UPDATE_FEE = parseAbi(["function updateFee(uint16 newFeeBps)"]);

describe.skipIf(run === null)("the indexer beside a network of four", () => {
  let network: TestNetwork;

  beforeAll(async () => {
    if (run === null) return;
    network = await createTestNetwork(run, "indexer", 4);
    await allReach(network.nodes, 2, SOON_MS);
    await network.indexer.start();
    const isFollowing = async () => (await network.spare.api.getStatus()).mode === "following";
    await until("the spare node follows", isFollowing, { withinMs: SOON_MS });
  });
  afterAll(() => network?.dispose());

  /** Sends bursts of fee changes to a pool, whatever happens to the chain, until told to stop. */
  function load(pool: Hex) {
    const { publicClient, walletClient } = createWallet(network.l2.url, CHAIN_ID, deployer);
    let isOver = false;
    let sent = 0;
    const runs = (async () => {
      for (let fee = 1; !isOver; fee += BURST) {
        // Read anew each time: a reorganisation takes nonces back.
        const first = await publicClient.getTransactionCount({ address: deployer.address, blockTag: "latest" });
        let last: Hex = "0x";
        for (let i = 0; i < BURST; i++) {
          const data = encodeFunctionData({ abi: UPDATE_FEE, functionName: "updateFee", args: [(fee + i) % 10_000] });
          last = await walletClient
            .sendTransaction({ to: pool, data, nonce: first + i, gas: 200_000n })
            .catch(() => last);
        }
        sent += BURST;
        await publicClient
          .waitForTransactionReceipt({ hash: last, timeout: 5_000, pollingInterval: 200 })
          .catch(() => null);
      }
    })();
    return {
      sent: () => sent,
      stop: async () => {
        isOver = true;
        await runs;
        const counts = (["latest", "pending"] as const).map((blockTag) => ({ address: deployer.address, blockTag }));
        const isMined = async () => {
          const [mined, sent] = await Promise.all(counts.map((count) => publicClient.getTransactionCount(count)));
          return mined === sent;
        };
        await until("what was sent last is in a block", isMined, { withinMs: SOON_MS });
      },
    };
  }

  test("after a reorganisation, kill -9 and a provider outage amid a load its tables equal a replay", async () => {
    onTestFailed(() => network.printLogs());
    const { indexer, l2, nodes } = network;
    const [witness] = nodes;
    if (witness === undefined) throw new Error("four nodes were asked for");
    const wallet = createWallet(l2.url, CHAIN_ID, deployer);
    const { publicClient } = wallet;
    const { pool } = await deployPool(wallet, {
      factory: network.addresses.serviceNodeContributionFactory,
      registration: await network.prepareSpare(deployer.address),
      feeBps: 0,
    });
    const reorganise = () =>
      publicClient.request({ method: "anvil_reorg" as never, params: [REORG_DEPTH, []] as never });
    const atHead = () =>
      until(
        "the indexer is at both heads",
        async () => {
          const head = await publicClient.getBlockNumber();
          const status = await indexer.api.getStatus();
          const height = await witness.height();
          return BigInt(status.l2.head?.number ?? 0) >= head && Number(status.chain.head?.number ?? 0) >= height;
        },
        { withinMs: SOON_MS },
      );

    // The pool itself must outlast the reorganisations.
    const deployedAt = await publicClient.getBlockNumber();
    const isDeep = async () => (await publicClient.getBlockNumber()) > deployedAt + BigInt(REORG_DEPTH);
    await until("the pool is deep enough", isDeep, { withinMs: SOON_MS });
    const running = load(pool);
    const more = (by: number) => {
      const from = running.sent();
      return until(`${by} more transactions`, async () => running.sent() >= from + by, { withinMs: SOON_MS });
    };
    await more(2 * BURST);
    await reorganise();
    await more(2 * BURST);
    await indexer.kill();
    await more(2 * BURST);
    await reorganise();
    await indexer.start();
    await more(2 * BURST);
    await indexer.cutOff();
    await more(3 * BURST);
    await indexer.reconnect();
    await more(2 * BURST);
    await running.stop();
    await atHead();

    const logs = await publicClient.getLogs({ address: pool, event: FEE_UPDATED, fromBlock: 0n });
    expect(logs.length).toBeGreaterThan(5 * BURST);
    const events: { blockNumber: string; logIndex: number; txHash: string }[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await indexer.api.listEvents({ pool, name: "FeeUpdated", limit: 200, ...(cursor && { cursor }) });
      events.push(...page.items);
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(events.map(({ blockNumber, logIndex, txHash }) => `${blockNumber}/${logIndex}/${txHash}`).reverse()).toEqual(
      logs.map(({ blockNumber, logIndex, transactionHash }) => `${blockNumber}/${logIndex}/${transactionHash}`),
    );
    const { feeBps } = await indexer.api.getPool({ address: pool });
    expect(feeBps).toBe(
      (await publicClient.readContract({ address: pool, abi: serviceNodeContributionAbi, functionName: "pool" })).params
        .feeBps,
    );
    const blocks = await indexer.api.listBlocks({ limit: 20 });
    for (const { height, hash } of blocks.items) expect((await witness.api.getBlock(height)).hash).toBe(hash);

    await indexer.kill();
    const { equal, tables } = await indexer.check();
    expect(tables.filter((table) => !table.equal)).toEqual([]);
    expect(equal).toBe(true);
    expect(tables.find(({ table }) => table === "event_subjects")?.rows).toBeGreaterThanOrEqual(logs.length);
    await indexer.start();
    await atHead();
  });
});
