import { mainnet } from "@session/protocol";
import { nodeStates } from "@session/sdk/indexer-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChainFacts, lifecycleOf, lifecycleTimes, type NodeFacts } from "../../../src/economics/lifecycle.ts";

const DAY = 86_400;
const RULES = { preset: mainnet, minExitAgeSec: 7_200, exitWaitSec: 30 * DAY };
const BORN = 1_800_000_000;
const NOW = BORN + 100 * DAY;
const FACTS: NodeFacts = {
  ...{ registeredAt: BORN, exitRequestedAt: null, left: null, lockedUntil: 0, isWithdrawn: false, isRefused: false },
  chain: { status: "active", unlockAt: null, removed: null },
};
const chain = (facts: Partial<ChainFacts>): Partial<NodeFacts> => ({
  chain: { status: "active", unlockAt: null, removed: null, ...facts },
});
const removed = (reason: NonNullable<ChainFacts["removed"]>["reason"], at: number): Partial<NodeFacts> =>
  chain({ status: "removed", removed: { reason, at } });

describe("the state a node is shown in", () => {
  const cases: readonly [string, Partial<NodeFacts>, string][] = [
    ["the appchain hasn't seen it", { chain: null }, "pendingOnL2"],
    ["not seen, and its stakers want out already", { chain: null, exitRequestedAt: BORN }, "pendingOnL2"],
    ["the appchain had no place for it", { chain: null, isRefused: true }, "rejected"],
    ["its daemon hasn't answered", chain({ status: "joining" }), "joining"],
    ["it runs", {}, "active"],
    ["out of service", chain({ status: "decommissioned" }), "decommissioned"],
    ["out of service and leaving (§4.6)", chain({ status: "decommissioned", unlockAt: NOW }), "decommissioned"],
    ["asked for, not seen yet", { exitRequestedAt: NOW - 5 }, "exitRequested"],
    ["asked for and running (§4.6)", { exitRequestedAt: NOW - 5, ...chain({ unlockAt: NOW + 5 }) }, "unlocking"],
    ["let go", removed("voluntary", NOW - 1), "exitable"],
    ["deregistered", removed("deregistered", NOW - 1), "exitable"],
    ["never came", removed("missed", NOW - 90 * DAY), "exitable"],
    ["refused", removed("rejected", NOW - 90 * DAY), "rejected"],
    ["let go: the last second of its grace", removed("voluntary", NOW - 7 * DAY + 1), "exitable"],
    ["let go: its grace is over", removed("voluntary", NOW - 7 * DAY), "liquidatable"],
    ["deregistered: its grace is over", removed("deregistered", NOW - 7 * DAY), "liquidatable"],
    ["gone from the appchain, the contract's view lags", chain({ status: "forgotten" }), "exited"],
    ["left at once", { left: "exited" }, "exited"],
    ["left under a lock", { left: "exited", lockedUntil: NOW - 5 }, "locked"],
    ["liquidated under a lock", { left: "liquidated", lockedUntil: NOW + 5 }, "locked"],
    ["liquidated, paid at once", { left: "liquidated" }, "liquidated"],
    ["liquidated, withdrawn", { left: "liquidated", lockedUntil: NOW - 5, isWithdrawn: true }, "liquidated"],
    ["left, withdrawn", { left: "exited", lockedUntil: NOW - 5, isWithdrawn: true }, "exited"],
  ];
  it.each(cases)("%s", (_, facts, state) => {
    expect(lifecycleOf({ ...FACTS, ...facts }, RULES, NOW)).toBe(state);
  });

  it("covers every state", () => {
    expect(new Set(cases.map(([, , state]) => state))).toEqual(new Set(nodeStates));
  });
});

const time = fc.integer({ min: BORN, max: NOW + 40 * DAY });
const anyFacts: fc.Arbitrary<NodeFacts> = fc.record({
  registeredAt: time,
  exitRequestedAt: fc.option(time),
  left: fc.constantFrom(null, "exited" as const, "liquidated" as const),
  lockedUntil: fc.oneof(fc.constant(0), time),
  isWithdrawn: fc.boolean(),
  isRefused: fc.boolean(),
  chain: fc.option(
    fc.record({
      status: fc.constantFrom("joining" as const, "active", "decommissioned", "removed", "forgotten"),
      unlockAt: fc.option(time),
      removed: fc.option(
        fc.record({
          reason: fc.constantFrom("voluntary" as const, "deregistered", "rejected", "missed"),
          at: time,
        }),
      ),
    }),
  ),
});

describe("whatever the chains say", () => {
  it("there is one state, and its times don't contradict it", () => {
    fc.assert(
      fc.property(anyFacts, time, (facts, now) => {
        const state = lifecycleOf(facts, RULES, now);
        const times = lifecycleTimes(facts, RULES);
        expect(nodeStates).toContain(state);
        if (facts.left !== null) expect(times).toMatchObject({ exitableFrom: null, liquidatableFrom: null });
        if (state === "locked") expect(times.lockedUntil).toBe(facts.lockedUntil);
        if (state === "liquidatable") expect(times.liquidatableFrom).not.toBeNull();
        if (times.exitableFrom !== null && times.liquidatableFrom !== null)
          expect(times.liquidatableFrom).toBeGreaterThanOrEqual(times.exitableFrom);
        expect(facts.exitRequestedAt === null && times.escapeFrom !== null).toBe(false);
      }),
    );
  });

  it("time alone moves a node from exitable to liquidatable, and never back", () => {
    fc.assert(
      fc.property(anyFacts, time, fc.nat(50 * DAY), (facts, now, later) => {
        const [first, second] = [lifecycleOf(facts, RULES, now), lifecycleOf(facts, RULES, now + later)];
        if (first !== second) expect([first, second]).toEqual(["exitable", "liquidatable"]);
      }),
    );
  });
});

describe("when what can happen", () => {
  const timesOf = (facts: Partial<NodeFacts>) => lifecycleTimes({ ...FACTS, ...facts }, RULES);

  it("a young node can't leave before its least age", () => {
    const young = { registeredAt: NOW - 60, ...removed("voluntary", NOW - 30) };
    expect(timesOf(young).exitableFrom).toBe(NOW - 60 + 7_200);
  });

  it("a deregistered one is locked 30 days from its removal, and liquidatable after 7", () => {
    expect(timesOf(removed("deregistered", NOW))).toEqual({
      ...{ exitableFrom: NOW, liquidatableFrom: NOW + 7 * DAY, lockedUntil: NOW + 30 * DAY, escapeFrom: null },
    });
    expect(timesOf(removed("rejected", NOW))).toMatchObject({ liquidatableFrom: null, lockedUntil: null });
  });

  it("an unlocking one can leave when it is unlocked, and without the network after the wait", () => {
    const leaving = { exitRequestedAt: NOW, ...chain({ unlockAt: NOW + 15 * DAY }) };
    expect(timesOf(leaving)).toMatchObject({ exitableFrom: NOW + 15 * DAY, escapeFrom: NOW + 30 * DAY });
  });
});
