import { devnet } from "@session/protocol";
import { nodeStates } from "@session/sdk/indexer-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { lifecycleOf, type NodeFacts } from "../../../src/economics/lifecycle.ts";
import { chainNodes } from "../../../src/views/nodes/schema.ts";
import { outcomes } from "../../../src/views/outcomes/schema.ts";
import { stakedNodes } from "../../../src/views/staking/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { type ChainRow, chainRow, REGISTERED, refusedRow, type StakedRow, stakedRow } from "./rows.ts";
import { allPages, NOW, openDataApi } from "./support.ts";

const RULES = { preset: devnet, minExitAgeSec: 10, exitWaitSec: 30 * 86_400 };
const GRACE_ENDED = NOW - devnet.exitGraceSec;

type Combination = { readonly staked: StakedRow; readonly chain: ChainRow | undefined; readonly facts: NodeFacts };

/** Every combination of what the state may follow from, whether or not the chains can come to it. */
function combinations(): Combination[] {
  const chains: (Partial<ChainRow> | "unknown" | "refused")[] = [
    "unknown",
    "refused",
    ...(["joining", "active", "decommissioned", "forgotten"] as const).map((status) => ({ status })),
    ...(["voluntary", "deregistered", "rejected", "missed"] as const).flatMap((removedReason) =>
      [GRACE_ENDED, GRACE_ENDED + 1].map((removedAt) => ({ status: "removed" as const, removedReason, removedAt })),
    ),
  ];
  const found: Combination[] = [];
  for (const left of [null, "exited", "liquidated"] as const)
    for (const lockedUntil of [0, NOW + 5])
      for (const withdrawnBlock of [null, 9n])
        for (const exitRequested of [null, REGISTERED + 50])
          for (const unlockAt of [null, NOW + 60])
            for (const chain of chains) {
              const id = found.length + 1;
              const staked = stakedRow({
                ...{ id, left, lockedUntil: BigInt(lockedUntil), withdrawnBlock },
                exitRequestedTime: exitRequested === null ? null : BigInt(exitRequested),
                leftTime: left && BigInt(NOW),
                leftTx: left && `0x${"01".repeat(32)}`,
              });
              const isKnown = typeof chain === "object";
              const row = isKnown ? chainRow({ id, unlockAt, ...chain }) : undefined;
              const removed =
                row?.removedReason && row.removedAt ? { reason: row.removedReason, at: row.removedAt } : null;
              found.push({
                staked,
                chain: row,
                facts: {
                  ...{ registeredAt: REGISTERED, exitRequestedAt: exitRequested, left, lockedUntil },
                  ...{ isWithdrawn: withdrawnBlock !== null, isRefused: chain === "refused" },
                  chain: row === undefined ? null : { status: row.status, unlockAt, removed },
                },
              });
            }
  return found;
}

describe.each(DATABASE_KINDS)("states of nodes on %s", (kind) => {
  let database: Database;
  const all = combinations();
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.transaction(async (writer) => {
      await writer.append(
        stakedNodes,
        all.map(({ staked }) => staked),
      );
      await writer.append(
        chainNodes,
        all.flatMap(({ chain }) => chain ?? []),
      );
      await writer.append(
        outcomes,
        all.flatMap(({ staked, facts }) => (facts.isRefused ? refusedRow(staked.id) : [])),
      );
    });
  });
  afterAll(() => database.close());

  const idsIn = (...states: readonly string[]) =>
    all.filter(({ facts }) => states.includes(lifecycleOf(facts, RULES, NOW))).map(({ staked }) => staked.id);

  it("filters find exactly the nodes that are shown in the state, in every combination of both chains' views", async () => {
    const { client } = await openDataApi(database);
    const { counts } = await client.listNodes({ limit: 1 });
    for (const state of nodeStates) {
      const items = await allPages((cursor) => client.listNodes({ state, limit: 200, ...(cursor && { cursor }) }));
      expect(
        items.map(({ id }) => id),
        state,
      ).toEqual(idsIn(state));
      expect(new Set(items.map((node) => node.state))).toEqual(new Set([state]));
      expect(counts[state], state).toBe(items.length);
      expect(items.length, state).toBeGreaterThan(0);
    }
    const sum = Object.values(counts).reduce((total, count) => total + count, 0);
    expect(sum).toBe(all.length);
  });

  it("without a filter those that are present; several states by commas; all", async () => {
    const { client } = await openDataApi(database);
    const listed = async (state: string | undefined) =>
      (
        await allPages((cursor) => client.listNodes({ limit: 200, ...(state && { state }), ...(cursor && { cursor }) }))
      ).map(({ id }) => id);
    const absent = idsIn("exited", "liquidated");
    expect(await listed(undefined)).toEqual(all.map(({ staked }) => staked.id).filter((id) => !absent.includes(id)));
    expect(await listed("locked,liquidated")).toEqual(idsIn("locked", "liquidated"));
    expect(await listed("all")).toHaveLength(all.length);
  });
});
