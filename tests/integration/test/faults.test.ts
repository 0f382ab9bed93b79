import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from "vitest";
import { allReach, expectSameBlocks, grow, signsAbove } from "./support/chainChecks.ts";
import { createTestNetwork, type TestNetwork } from "./support/testNetwork.ts";
import { until } from "./support/until.ts";
import { findConflicts } from "./support/votes.ts";

const run = inject("run");

const SOON_MS = 60_000;
/** Far more than a message takes between two containers. */
const UNDER_WAY_MS = 2_000;
/** Value of a vote for no block. */
const NIL = `0x${"00".repeat(32)}`;

describe.skipIf(run === null)("a network of four", () => {
  let network: TestNetwork;

  beforeAll(async () => {
    if (run === null) return;
    network = await createTestNetwork(run, "faults", 4);
    await allReach(network.nodes, 2, SOON_MS);
  });
  afterAll(() => network?.dispose());

  /** Waits until the observer has a precommit of the node from a height on, and returns that vote's height. */
  const hearsPrecommit = (id: number, from: number) =>
    until(
      `the observer hears a precommit of node ${id} from ${from} on`,
      async () => {
        const votes = await network.observed();
        return votes.find(({ kind, node, height }) => kind === "precommit" && node === id && height >= from)?.height;
      },
      { withinMs: SOON_MS },
    );

  test("kill -9 of a node: blocks go on, and it resumes from its volume without signing anything twice", async () => {
    onTestFailed(() => network.printLogs());
    const { nodes, genesis } = network;
    const [witness, victim] = nodes;
    if (witness === undefined || victim === undefined) throw new Error("four nodes were asked for");
    const id = (await victim.api.getStatus()).nodeId;
    expect(genesis.nodes.map((node) => node.id)).toContain(id);
    if (id === null) return;

    const known = await hearsPrecommit(id, 0);
    await allReach([victim], known, SOON_MS);
    const blockBefore = await victim.api.getBlock(known);
    await victim.kill();
    const without = await grow(witness, 4, SOON_MS);
    expect((await witness.api.getBlock(without)).commit.absent).toEqual([id]);

    await victim.start();
    const heightAtStart = await victim.heightAtStart(SOON_MS);
    expect(heightAtStart).toBeGreaterThanOrEqual(known);
    expect(heightAtStart).toBeLessThan(without);
    expect((await victim.api.getBlock(known)).hash).toBe(blockBefore.hash);
    const signedAgain = await signsAbove(witness, id, without, SOON_MS);
    await allReach(nodes, signedAgain, SOON_MS);

    await expectSameBlocks(nodes);
    await hearsPrecommit(id, signedAgain);
    expect(findConflicts(await network.observed())).toEqual([]);
  });

  test("kill -9 of all nodes at once: the chain goes on from their volumes where it was", async () => {
    onTestFailed(() => network.printLogs());
    const { nodes } = network;
    const [witness] = nodes;
    if (witness === undefined) throw new Error("four nodes were asked for");
    const heights = await Promise.all(nodes.map((node) => node.height()));
    const known = Math.min(...heights);
    const blockBefore = await witness.api.getBlock(known);
    await Promise.all(nodes.map((node) => node.kill()));

    await Promise.all(nodes.map((node) => node.start()));
    for (const [index, node] of nodes.entries())
      expect(await node.heightAtStart(SOON_MS)).toBeGreaterThanOrEqual(heights[index] ?? Number.NaN);
    const head = await grow(witness, 4, SOON_MS);
    for (const { id } of network.genesis.nodes) await signsAbove(witness, id, head, SOON_MS);
    expect((await witness.api.getBlock(known)).hash).toBe(blockBefore.hash);
    await expectSameBlocks([...nodes, network.spare]);
    expect(findConflicts(await network.observed())).toEqual([]);
  });

  test("kill -9 in the middle of a height, votes out and no quorum: nobody votes twice, and the height is finished", async () => {
    onTestFailed(() => network.printLogs());
    const { nodes } = network;
    const [witness, second, ...frozen] = nodes;
    if (witness === undefined || second === undefined) throw new Error("four nodes were asked for");
    const { nodeId } = await witness.api.getStatus();
    const frozenIds = await Promise.all(frozen.map(async ({ api }) => (await api.getStatus()).nodeId));
    /** Freezes two of four; the height at which the chain then stands still, if the first has prevoted a block there. */
    const catchMidway = async (): Promise<number | undefined> => {
      await grow(witness, 1, SOON_MS);
      await Promise.all(frozen.map((node) => node.pause()));
      const vote = await until(
        "the first node's prevote of the next height",
        async () => {
          const next = (await witness.height()) + 1;
          const votes = await network.observed();
          return votes.find(({ kind, node, height }) => kind === "prevote" && node === nodeId && height === next);
        },
        { withinMs: SOON_MS },
      );
      // What the frozen ones sent before may still be on its way, and make the height final.
      const isOpen = async () => {
        const { height, waitingFor } = (await witness.api.getStatus()).consensus;
        return height === vote.height && frozenIds.every((id) => id !== null && waitingFor.missing.includes(id));
      };
      await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MS));
      if (vote.value !== NIL && (await isOpen())) return vote.height;
      // Or the proposer was among the frozen ones.
      await Promise.all(frozen.map((node) => node.unpause()));
      return undefined;
    };
    const height = await until("a height with a proposal and no quorum", catchMidway, { withinMs: 120_000 });

    const killed = [witness, second];
    await Promise.all(killed.map((node) => node.kill()));
    await Promise.all(killed.map((node) => node.start()));
    for (const { name, api } of killed)
      await until(
        `${name} votes at ${height} again`,
        async () => {
          const { consensus } = await api.getStatus();
          return consensus.height === height && ["prevote", "precommit"].includes(consensus.step);
        },
        { withinMs: SOON_MS },
      );
    await Promise.all(frozen.map((node) => node.unpause()));
    await grow(witness, 3, SOON_MS);
    await expectSameBlocks(nodes);
    expect(findConflicts(await network.observed())).toEqual([]);
  });

  test("the L2 provider hangs: blocks go on with the L2 view they have, and follow again when it is back", async () => {
    onTestFailed(() => network.printLogs());
    const { nodes, l2 } = network;
    const [witness] = nodes;
    if (witness === undefined) throw new Error("four nodes were asked for");
    await l2.pause();
    const before = (await witness.api.getStatus()).l2.head;
    if (before === null) throw new Error("the node has followed L2 until now");
    const stuck = await until(
      "five blocks in a row with one L2 view",
      async () => {
        const { blocks } = await witness.api.getBlocks({ limit: 5 });
        return new Set(blocks.map(({ l2Number }) => l2Number)).size === 1 && blocks[0];
      },
      { withinMs: SOON_MS },
    );
    expect(stuck.l2Number).toBeLessThanOrEqual(before + 1);
    const paused = await Promise.all(
      (await witness.api.getBlocks({ from: stuck.height })).blocks.map(({ height }) => witness.api.getBlock(height)),
    );
    expect(paused.length).toBeGreaterThanOrEqual(5);
    for (const block of paused)
      expect(block).toMatchObject({ l2Hash: paused[0]?.l2Hash, rewardRate: paused[0]?.rewardRate });

    await l2.unpause();
    const after = await until(
      "a block that sees what L2 has done since",
      async () => {
        const block = await witness.api.getBlock("latest");
        return block.l2Number > before + 1 && block;
      },
      { withinMs: SOON_MS },
    );
    await allReach(nodes, after.height, SOON_MS);
    await expectSameBlocks(nodes);
    expect(findConflicts(await network.observed())).toEqual([]);
  });
});
