import { claim, exit, type NodeClient, register, requestExit } from "@session/sdk";
import { expect, inject, onTestFailed, onTestFinished, test } from "vitest";
import { allReach, expectSameBlocks, grow, readBlocks, signsAbove } from "./support/chainChecks.ts";
import type { NodeContainer } from "./support/nodeContainer.ts";
import { LEDGER_PER_BASE, reckon } from "./support/rewardLedger.ts";
import { createTestNetwork, POOL_FUNDING, STAKER_FUNDING, staker } from "./support/testNetwork.ts";
import { until } from "./support/until.ts";
import { findConflicts } from "./support/votes.ts";
import { balanceOf, createWallet } from "./support/wallet.ts";

const run = inject("run");

/** Time for something that takes a few blocks, on a machine as busy as a CI's. */
const SOON = { withinMs: 60_000 };

test.skipIf(run === null)("the whole life of a node, while another one is cut off and comes back", async () => {
  if (run === null) throw new Error("unreachable");
  const network = await createTestNetwork(run, "journey", 4);
  onTestFinished(() => network.dispose());
  onTestFailed(() => network.printLogs());
  const { l2, addresses, nodes, spare, genesis, operators } = network;
  const [first, , lost] = nodes;
  if (first === undefined || lost === undefined) throw new Error("four nodes were asked for");
  const all = [...nodes, spare];
  const { api } = first;
  const contract = addresses.serviceNodeRewards;
  const wallet = createWallet(l2.url, Number(genesis.chainId), staker);
  const balance = () => balanceOf(wallet, addresses, staker.address);
  /** What contract and pool hold together: rewards move from one to the other in their own time. */
  const held = async () =>
    (await balanceOf(wallet, addresses, contract)) + (await balanceOf(wallet, addresses, addresses.rewardRatePool));
  const params = await api.getParams();
  const stake = BigInt(params.stakingRequirement);
  const atStart = POOL_FUNDING + stake * BigInt(nodes.length);
  const log = stepLog();

  expect(await balance()).toBe(STAKER_FUNDING);
  expect(await held()).toBe(atStart);
  await allReach(all, 1, SOON.withinMs);
  await until("the spare node follows", async () => (await spare.api.getStatus()).mode === "following", SOON);
  log("network");

  const { nodeId } = await register(wallet, {
    ...{ registration: await network.prepareSpare(staker.address), sesh: addresses.seshL2, stake },
  });
  expect(await balance()).toBe(STAKER_FUNDING - stake);
  expect(await held()).toBe(atStart + stake);
  const joined = await until("the registration is in a block", () => api.findNode(nodeId), SOON);
  expect(joined).toMatchObject({ deposit: `${stake}`, operator: staker.address, unlockAt: null });
  expect(await outcomeOf(api, "NewServiceNode", nodeId)).toBe("applied");
  log("registered");

  await until("active", async () => (await api.getNode(nodeId)).status === "active", SOON);
  await signsAbove(first, nodeId, 0, SOON.withinMs);
  log("active");

  const payable = await until("payable", async () => found(await api.getNode(nodeId), ({ payable }) => payable), SOON);
  expect(payable.payableAt).toBe(joined.registeredAt + params.payableAfterSec);
  log("payable");
  await until("earned", async () => BigInt((await api.getRewards(staker.address)).lifetimeRewards) > 0n, SOON);
  log("earned");

  // One of five is gone: four are a quorum, and so are four of the contract's five under a checkpoint.
  const lostId = (await lost.api.getStatus()).nodeId;
  if (lostId === null) throw new Error("a seeded node has an id");
  await lost.cutOff();
  const cutAt = await first.height();
  await grow(first, 6, SOON.withinMs);
  const absence = await until(
    "a checkpoint signed by all but the lost node",
    async () =>
      found(await api.getCheckpoint("latest"), ({ height, certificate }) => certificate !== null && height > cutAt + 1),
    SOON,
  );
  expect(absence.certificate?.absent).toEqual([lostId]);
  expect((await api.getBlock("latest")).commit.absent).toEqual([lostId]);
  expect((await lost.statusFromInside()).head.height).toBeLessThanOrEqual(cutAt + 1);
  log("cut off");

  const before = await balance();
  await until(
    "a claim against a checkpoint without the lost node",
    async () => (await api.getClaim(staker.address)).checkpoint.height > cutAt + 1,
    SOON,
  );
  const claimed = await claim(wallet, { contract, node: api, recipient: staker.address });
  expect((await api.getCheckpoint(claimed.checkpointHeight)).certificate?.absent).toEqual([lostId]);
  expect(claimed.amount).toBeGreaterThan(0n);
  expect(claimed.amount).toBe(claimed.lifetimeRewards);
  expect(await balance()).toBe(before + claimed.amount);
  expect(await held()).toBe(atStart + stake - claimed.amount);
  log("claimed");

  await requestExit(wallet, { contract, nodeId });
  const leaving = await until(
    "the request",
    async () => found(await api.getNode(nodeId), ({ unlockAt }) => unlockAt !== null),
    SOON,
  );
  expect(leaving.status).toBe("active");
  expect(await outcomeOf(api, "ServiceNodeExitRequest", nodeId)).toBe("applied");
  log("exitRequested");

  expect((await lost.statusFromInside()).head.height).toBeLessThanOrEqual(cutAt + 1);
  await lost.reconnect();
  const missedUpTo = await first.height();
  await allReach([lost], missedUpTo, 90_000);
  await signsAbove(first, lostId, missedUpTo, SOON.withinMs);
  log("back");

  const removed = await until(
    "unlocked",
    async () => found(await api.getNode(nodeId), ({ status }) => status === "removed"),
    { withinMs: 90_000 },
  );
  expect(removed.removed).toMatchObject({ reason: "voluntary", lockedUntil: 0 });
  log("unlocked");

  await until(
    "an exit signed by all, the node that was lost among them",
    async () => (await api.getExit(nodeId)).certificate.absent.length === 0,
    SOON,
  );
  const beforeExit = await balance();
  const left = await exit(wallet, { contract, node: api, nodeId });
  expect(left).toMatchObject({ returned: stake, lockedUntil: 0 });
  log("exited");
  expect(await balance()).toBe(beforeExit + stake);
  expect(await held()).toBe(atStart - claimed.amount);
  await until("forgotten", async () => (await api.findNode(nodeId)) === undefined, SOON);
  log("stakeReturned");

  const lifetime = BigInt((await api.getRewards(staker.address)).lifetimeRewards);
  await until(
    "a checkpoint with all that was earned",
    async () => BigInt((await api.getClaim(staker.address)).lifetimeRewards) === lifetime,
    SOON,
  );
  const rest = await claim(wallet, { contract, node: api, recipient: staker.address });
  expect(rest.amount).toBe(lifetime - claimed.lifetimeRewards);
  expect(await balance()).toBe(STAKER_FUNDING + lifetime);
  expect(await held()).toBe(atStart - lifetime);
  log("rest claimed");

  const ledgers = await readLedgers(all, [...operators, staker.address]);
  await allReach(all, Math.max(...ledgers.map(({ height }) => height)), SOON.withinMs);
  const blocks = await readBlocks(all, await expectSameBlocks(all));
  const timeOf = (kind: string) => blocks.find(({ l2Events }) => l2Events.some((event) => event.kind === kind))?.time;
  const [registeredAt, requestedAt] = [timeOf("NewServiceNode"), timeOf("ServiceNodeExitRequest")];
  if (registeredAt === undefined || requestedAt === undefined) throw new Error("both events were applied");
  expect(joined.registeredAt).toBe(registeredAt);
  expect(leaving.unlockAt).toBe(requestedAt + params.unlockSec);
  expect(removed.removed?.at).toBe(blocks.find(({ time }) => time >= requestedAt + params.unlockSec)?.time);
  const activeFrom = blocks.find(({ ready }) => ready.includes(nodeId))?.time;
  if (activeFrom === undefined) throw new Error("its record was in a block");
  const payableFrom = Math.max(activeFrom, registeredAt + params.payableAfterSec);
  const own = { payableFrom, payableUntil: requestedAt + params.unlockSec };
  const members = [...operators.map(() => ({ payableFrom: 0, payableUntil: Number.POSITIVE_INFINITY })), own];
  const ledgerAt = (height: number) => reckon(genesis, params.blockIntervalSec, blocks.slice(0, height), members);
  for (const { height, earned } of ledgers) expect(earned).toEqual(ledgerAt(height));
  const lifetimeAt = (height: number) => (ledgerAt(height).at(-1) ?? 0n) / LEDGER_PER_BASE;
  expect(claimed.lifetimeRewards).toBe(lifetimeAt(claimed.checkpointHeight));
  expect(rest.lifetimeRewards).toBe(lifetimeAt(rest.checkpointHeight));
  log("reckoned");

  const votes = await network.observed();
  expect(findConflicts(votes)).toEqual([]);
  const heard = [...new Set(votes.map(({ node }) => node))].sort((a, b) => a - b);
  expect(heard).toEqual([...genesis.nodes.map(({ id }) => id), nodeId]);
});

/** Lifetime rewards of the addresses on each node, in ledger units, with the height at which they are true. */
async function readLedgers(nodes: readonly NodeContainer[], addresses: readonly string[]) {
  const ledgers: { height: number; earned: bigint[] }[] = [];
  for (const { api } of nodes) {
    const answers = await until(
      "all addresses at one height",
      async () => {
        const rewards = await Promise.all(addresses.map((address) => api.getRewards(address)));
        return new Set(rewards.map(({ height }) => height)).size === 1 && rewards;
      },
      SOON,
    );
    ledgers.push({
      height: answers[0]?.height ?? 0,
      earned: answers.map(({ lifetimeLedger }) => BigInt(lifetimeLedger)),
    });
  }
  return ledgers;
}

/** The value if it is as wished. */
const found = <T>(value: T, isWished: (value: T) => boolean): T | undefined => (isWished(value) ? value : undefined);

async function outcomeOf(api: NodeClient, kind: string, nodeId: number): Promise<string | undefined> {
  const { events } = await api.getL2Events();
  const outcomes = events.filter((event) => event.kind === kind && event.nodeId === nodeId);
  expect(outcomes).toHaveLength(1);
  return outcomes[0]?.result;
}

/** Prints each step with the seconds it took. */
function stepLog(): (name: string) => void {
  let sinceMs = Date.now();
  return (name) => {
    console.log(`${name}: ${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`);
    sinceMs = Date.now();
  };
}
