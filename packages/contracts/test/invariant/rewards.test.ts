import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { type Action, sequences } from "./support/actions.ts";
import { checkEverythingReturned, createChecks } from "./support/checks.ts";
import { DURATIONS, type Ghost } from "./support/ghost.ts";
import type { Played } from "./support/outcome.ts";
import { play, requestExit, takeBack } from "./support/play.ts";
import { createWorld, type World } from "./support/world.ts";

/** INVARIANT_SEED replays a run; INVARIANT_RUNS makes it longer. */
const seed = Number(process.env.INVARIANT_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.INVARIANT_RUNS ?? 25);
const MOST_ACTIONS = 40;
const HOUR = 3_600n;
const SESH = 1_000_000_000n;

/** One of each kind of action that the contract accepts, so that no invariant holds for want of events. */
const tour: Action[] = [
  {
    do: "register",
    key: 8,
    shares: [
      { staker: 4, weight: 30 },
      { staker: 5, weight: 10 },
    ],
  },
  { do: "fund", amount: 1_000n * SESH },
  { do: "pass", seconds: 3n * HOUR },
  {
    do: "certify",
    leaves: [
      { leaf: "reward", recipient: 0, lifetime: 300n * SESH },
      { leaf: "reward", recipient: 1, lifetime: 2n ** 128n },
      { leaf: "exit", node: 1, lock: 0n },
      { leaf: "liquidation", node: 2, lock: "forever" },
      { leaf: "exit", node: 4, lock: 48n * HOUR },
    ],
    skip: 5n,
    ahead: 299n,
  },
  { do: "claim", tree: 0, leaf: 0, amount: 100n * SESH },
  { do: "claim", tree: 0, leaf: 1, amount: 2n ** 256n - 1n },
  { do: "payout" },
  { do: "forge", tree: 0, leaf: 2, node: 3 },
  { do: "leave", tree: 0, leaf: 0 },
  { do: "leave", tree: 0, leaf: 1 },
  { do: "leave", tree: 0, leaf: 2 },
  { do: "register", key: 1, shares: [{ staker: 0, weight: 1 }] },
  { do: "setRatios", liquidator: 100n, pool: 100n },
  { do: "setRequirement", sesh: 20_000n },
  { do: "setCap", sesh: 50_000n },
  { do: "request", node: 0, staker: 1 },
  { do: "pass", seconds: 30n * 24n * HOUR },
  { do: "withdraw", node: 4 },
  { do: "escape", node: 0 },
  { do: "revoke", tree: 0 },
  { do: "pause" },
  { do: "unpause" },
];

/** Kinds of action that no sequence may leave out for good. */
const KINDS: readonly Action["do"][] = [
  ...(["pass", "register", "certify", "claim", "leave", "request", "escape", "withdraw"] as const),
  ...(["fund", "payout", "pause", "unpause", "revoke", "setRatios", "setRequirement", "setCap"] as const),
];

/**
 * Whatever has happened, and whatever the holder of all keys still signs, everybody leaves: who asks has its stake
 * `exitWait` + `maxLock` later at the latest.
 */
async function everybodyLeaves(world: World, ghost: Ghost): Promise<void> {
  for (const node of ghost.nodes) {
    const operator = node.contributors[0]?.staker;
    if (node.state === "active" && node.requestedAt === 0n && operator !== undefined)
      assert.equal(await requestExit(world, node, operator), "accepted");
  }
  // The last moment before the first of them may go: the attacker locks up what it can, for as long as it can.
  world.pass(DURATIONS.exitWait - 100n);
  const lockAll = ghost.nodes.flatMap(({ state }, node) =>
    state === "active" ? [{ leaf: node % 2 === 0 ? "exit" : "liquidation", node, lock: "forever" } as const] : [],
  );
  await play(world, ghost, { do: "certify", leaves: lockAll, skip: 1n, ahead: 0n });
  for (const leaf of lockAll.keys()) await play(world, ghost, { do: "leave", tree: 0, leaf });
  world.pass(DURATIONS.maxLock + 100n);
  for (const node of ghost.nodes)
    if (node.state !== "gone")
      assert.equal(await takeBack(world, ghost, node, node.state === "locked" ? "withdraw" : "escape"), "accepted");
}

describe("invariants of ServiceNodeRewards, every node key in one attacker's hand", () => {
  let world: World;
  const accepted = new Map<Action["do"], number>();
  const tell = (played: Played, action: Action) => {
    if (played === "accepted") accepted.set(action.do, (accepted.get(action.do) ?? 0) + 1);
  };

  before(async () => {
    world = await createWorld();
  });

  it("no sequence of calls breaks one, and everybody's stake comes back", async (t) => {
    t.diagnostic(`INVARIANT_SEED=${seed} INVARIANT_RUNS=${numRuns}`);
    const run = async (actions: readonly Action[]) => {
      const ghost = await world.restore();
      const check = createChecks(world, ghost);
      await check();
      for (const action of actions) {
        tell(await play(world, ghost, action), action);
        await check();
      }
      await everybodyLeaves(world, ghost);
      await check();
      await checkEverythingReturned(world, ghost);
    };
    await fc.assert(fc.asyncProperty(sequences(MOST_ACTIONS), run), {
      seed,
      numRuns,
      examples: [[tour]],
      endOnFailure: false,
    });
    assert.deepEqual(
      KINDS.filter((kind) => !accepted.has(kind)),
      [],
      "kinds of action never accepted",
    );
  });
});
