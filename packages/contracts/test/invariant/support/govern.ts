import { SESH } from "../../support/network.ts";
import type { Action } from "./actions.ts";
import { type Ghost, payout } from "./ghost.ts";
import { isPaused, isStored, type Played, pickTree, settle } from "./outcome.ts";
import { attacker, guardian, owner, type World } from "./world.ts";

const DAY = 86_400n;
const PAUSE = 14n * DAY;
const PAUSE_COOLDOWN = 30n * DAY;

export type Governing = Extract<
  Action,
  { do: "payout" | "compact" | "pause" | "unpause" | "revoke" | "setRatios" | "setRequirement" | "setCap" }
>;

/** What guardian and owner may do, within their bounds or not, and what anybody may and nothing should follow from. */
export async function govern(world: World, ghost: Ghost, action: Governing): Promise<Played> {
  const now = world.next();
  switch (action.do) {
    case "payout":
      await world.network.chain.setNextTime(now);
      world.pass(1n);
      await world.network.pool.write.payoutReleased({ gas: 300_000n });
      payout(ghost, now);
      return "accepted";
    case "compact":
      return (await world.asRewards(attacker, "compactKeys", [1])).ok ? "accepted" : "refused";
    case "pause": {
      const expected = ghost.pausedUntil === 0n || now >= ghost.pausedUntil + PAUSE_COOLDOWN;
      if (expected) ghost.pausedUntil = now + PAUSE;
      return settle(await world.asRewards(guardian, "pause"), expected, "pause");
    }
    case "unpause": {
      const expected = isPaused(ghost, now);
      if (expected) ghost.pausedUntil = now;
      return settle(await world.asRewards(guardian, "unpause"), expected, "unpause");
    }
    case "revoke": {
      const tree = pickTree(ghost, action.tree);
      if (tree === undefined) return "idle";
      const expected = isStored(ghost, tree);
      if (expected) tree.revoked = true;
      return settle(await world.asRewards(guardian, "revokeCheckpoint", [tree.height]), expected, "revoke");
    }
    case "setRatios": {
      const { liquidator, pool } = action;
      const expected = liquidator + pool <= ghost.ratios.recipient / 49n;
      if (expected) ghost.ratios = { ...ghost.ratios, liquidator, pool };
      return settle(
        await world.asRewards(owner, "setLiquidationRatios", [liquidator, pool, 9_980n]),
        expected,
        "ratios",
      );
    }
    case "setRequirement": {
      const expected = action.sesh >= 100n;
      if (expected) ghost.requirement = action.sesh * SESH;
      return settle(
        await world.asRewards(owner, "setStakingRequirement", [action.sesh * SESH]),
        expected,
        "requirement",
      );
    }
    case "setCap": {
      const expected = action.sesh >= 50_000n;
      if (expected) ghost.cap = action.sesh * SESH;
      return settle(await world.asRewards(owner, "setClaimCap", [action.sesh * SESH]), expected, "cap");
    }
  }
}
