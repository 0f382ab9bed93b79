import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blst } from "@session/bls/blst";
import { nodeKeys } from "@session/protocol/testing";
import {
  claim,
  createIndexerClient,
  createNodeClient,
  type IndexerClient,
  register,
  requestExit,
  SdkError,
} from "@session/sdk";
import { freePort, isSignedDelivery } from "@session/testing";
import type { Hex } from "viem";
import { expect, it, onTestFinished } from "vitest";
import { startReceiver } from "../alerts/support/receiver.ts";
import { people, STAKE, startChain } from "../pipeline/support/chain.ts";
import { deployTestPool, payIntoPool, QUARTER } from "../pipeline/support/poolActions.ts";
import { writeNetworkFile } from "./support/networkFile.ts";
import { startNode, writeNodeKeys } from "./support/node.ts";
import { runProgram, startProgram } from "./support/program.ts";

const { deployer, operator, second } = people;
// A limit for hangs: blocks come every two seconds, and checkpoints every few blocks.
const TIMEOUT_MS = 300_000;
const POLL = { timeout: 100_000, interval: 400 };

/** Not in the tables yet; anything else is a fault. */
function notThereYet(error: unknown): undefined {
  if (error instanceof SdkError && error.detail.code === "API_PROBLEM" && error.detail.status === 404) return undefined;
  throw error;
}

/** Watches a node's states; one may be too short to be seen. */
function states(client: IndexerClient, id: number) {
  const seen: string[] = [];
  const look = async () => {
    const state = (await client.getNode({ id }).catch(notThereYet))?.state;
    if (state !== undefined && seen.at(-1) !== state) seen.push(state);
    return state;
  };
  const expectOrder = (order: readonly string[]) => expect(seen).toEqual(order.filter((state) => seen.includes(state)));
  return { look, expectOrder };
}

/** Contracts, a Session Node of theirs, and the indexer over both, with what it is asked by. */
async function startNetwork() {
  const folder = await mkdtemp(join(tmpdir(), "session-whole-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const chain = await startChain(1);
  onTestFinished(() => chain.anvil.stop());
  await chain.anvil.request("evm_setIntervalMining", [1]);
  const nodeFolder = join(folder, "node");
  await mkdir(nodeFolder);
  const { ed25519SecretKey, blsSecretKey } = nodeKeys(blst, 1);
  await writeNodeKeys(nodeFolder, { ed25519: ed25519SecretKey, bls: blsSecretKey });
  const networkFile = await writeNetworkFile(join(folder, "network.json"), chain);
  const nodeUrl = await startNode(nodeFolder, networkFile, chain.anvil.url);
  const port = await freePort();
  const place = ["--network", networkFile, "--data-dir", join(folder, "indexer")];
  const start = () =>
    startProgram([
      ...place,
      "--node",
      nodeUrl,
      "--api-port",
      String(port),
      "--local-webhooks",
      "--api-rate-limit",
      "10000",
    ]);
  const client = createIndexerClient({ url: `http://127.0.0.1:${port}` });
  return { chain, nodeUrl, place, start, client };
}

it("from the contracts over both sources to the API, the stream and a webhook, through a kill", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { chain, nodeUrl, place, start, client } = await startNetwork();
  const contract = chain.addresses.serviceNodeRewards;
  let indexer = await start();
  const heard = { changes: new Set<string>(), hellos: 0 };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  client.subscribe({
    topics: ["network", `address:${operator.address}`],
    onChange: ({ topics }) => {
      for (const topic of topics) heard.changes.add(topic);
    },
    onHello: () => {
      heard.hellos++;
    },
    signal: stop.signal,
  });
  const receiver = await startReceiver();
  const { secret } = await client.createAlert({ body: { address: operator.address, url: receiver.url() } });
  const stageOf = async (hash: Hex) => (await client.getTransactionProgress({ hash })).stage;
  const actionsOf = async (address: Hex) => (await client.getStakes({ address })).actions;

  const operated = states(client, 1);
  await expect.poll(operated.look, POLL).toBe("active");
  await indexer.child.kill();
  const pool = await deployTestPool(chain, 3);
  indexer = await start();

  await expect
    .poll(() => actionsOf(operator.address), POLL)
    .toContainEqual(
      expect.objectContaining({ type: "contributeAsOperator", pool, amount: String(STAKE / 4n), isPossible: true }),
    );
  await payIntoPool(chain, operator, pool, QUARTER);
  await expect
    .poll(() => actionsOf(second.address), POLL)
    .toContainEqual(expect.objectContaining({ type: "joinReserved", pool, amount: String(QUARTER), isPossible: true }));
  await payIntoPool(chain, second, pool, QUARTER);
  await expect
    .poll(() => actionsOf(second.address), POLL)
    .toContainEqual(
      expect.objectContaining({ type: "withdrawFromPool", pool, amount: String(QUARTER), isPossible: false }),
    );
  expect(await client.getPool({ address: pool })).toMatchObject({ state: "open", contributed: String(2n * QUARTER) });

  const rewardsOf = () => client.getRewards({ address: deployer.address });
  await expect.poll(async () => BigInt((await rewardsOf()).claimable), POLL).toBeGreaterThan(0n);
  const node = createNodeClient({ url: nodeUrl });
  const claimed = await claim(chain.wallet(deployer), { contract, node, recipient: deployer.address });
  await expect.poll(rewardsOf, POLL).toMatchObject({
    ...{ claimed: String(claimed.amount), accepted: { height: claimed.checkpointHeight } },
    claims: { items: [{ amount: String(claimed.amount), txHash: claimed.receipt.transactionHash }] },
  });

  expect(await actionsOf(deployer.address)).toContainEqual(
    expect.objectContaining({ type: "requestExit", nodeId: 1, isPossible: true }),
  );
  const asked = await requestExit(chain.wallet(deployer), { contract, nodeId: 1 });
  await expect.poll(operated.look, POLL).toBe("unlocking");
  operated.expectOrder(["active", "exitRequested", "unlocking"]);
  await expect.poll(() => stageOf(asked.transactionHash), POLL).toBe("final");
  expect(await client.getTransactionProgress({ hash: asked.transactionHash })).toMatchObject({
    ...{ next: null, events: [{ kind: "ServiceNodeExitRequest", nodeId: 1, result: "applied" }] },
  });

  // Nobody runs it, so that from here on no checkpoint gets its signature: it is the last.
  const { nodeId, receipt } = await register(chain.wallet(operator), {
    ...{ registration: chain.registration(2, operator), sesh: chain.addresses.seshL2, stake: STAKE },
  });
  const registered = states(client, nodeId);
  await expect.poll(registered.look, POLL).toBe("joining");
  registered.expectOrder(["pendingOnL2", "joining"]);
  expect(await stageOf(receipt.transactionHash)).toBe("inBlock");

  await expect
    .poll(() => receiver.received.map(({ body }) => JSON.parse(body).type), POLL)
    .toContain("poolContribution");
  const delivery = receiver.received.find(({ body }) => JSON.parse(body).type === "poolContribution");
  expect(isSignedDelivery({ headers: delivery?.headers ?? {}, body: delivery?.body ?? "" }, secret as Hex)).toBe(true);
  const feed = await client.getAlertFeed({ address: operator.address });
  expect(feed).toContain(JSON.parse(delivery?.body ?? "").message);
  // Once before the kill, and again by itself.
  expect(heard.hellos).toBeGreaterThan(1);
  expect([...heard.changes]).toEqual(expect.arrayContaining(["network", `address:${operator.address.toLowerCase()}`]));

  expect(await indexer.stop()).toEqual({ code: 0, signal: null });
  const checked = await runProgram(["check", ...place, "--log-level", "silent"]);
  expect(checked).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(checked.stdout)).toMatchObject({ equal: true });
});
