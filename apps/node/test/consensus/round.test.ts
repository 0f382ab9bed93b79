import { NIL_VALUE, VoteType } from "@session/protocol";
import { expect, test } from "vitest";
import { type Effect, Round, type RoundView, type Validity } from "../../src/consensus/round.ts";
import { TENDERMINT } from "../../src/consensus/tendermint.ts";
import { VotePool } from "../../src/consensus/votePool.ts";
import { votersOf } from "../simulation/keys.ts";
import { hashOf } from "./support.ts";

const { prevote, precommit } = VoteType;
const A = hashOf("a");
const B = hashOf("b");

/** A round of four validators, with a view the test fills in. */
class Bench {
  readonly pool = new VotePool(1, votersOf(4), TENDERMINT);
  readonly round = new Round(TENDERMINT);
  readonly proposals = new Map<number, { hash: Uint8Array; validRound: number }>();
  readonly validities = new Map<string, Validity>();

  propose(round: number, hash: Uint8Array, validRound = -1): void {
    this.proposals.set(round, { hash, validRound });
  }

  vote(type: VoteType, round: number, value: Uint8Array, nodes: readonly number[]): void {
    for (const node of nodes)
      this.pool.add({ height: 1, round, type, value, node, signature: new Uint8Array(96).fill(node) });
  }

  run(): Effect[] {
    const view: RoundView = {
      pool: this.pool,
      proposal: (round) => this.proposals.get(round),
      validity: (hash) => this.validities.get(Buffer.from(hash).toString("hex")) ?? "valid",
    };
    const all: Effect[] = [];
    for (let effects = this.round.next(view); effects.length > 0; effects = this.round.next(view)) {
      all.push(...effects);
      const start = effects.find((effect) => effect.kind === "startRound");
      if (start?.kind === "startRound") this.round.start(start.round);
    }
    return all;
  }

  /** Locks this node on A in round 0, then takes it to `round`. */
  lockOnA(round: number): void {
    this.round.start(0);
    this.propose(0, A);
    this.vote(prevote, 0, A, [1, 2, 3]);
    this.run();
    this.round.start(round);
  }
}

const voted = (type: VoteType, value: Uint8Array): Effect => ({ kind: "vote", type, value });

test("lines 22–24: a valid fresh proposal gets a prevote; 26: an invalid one nil; a running check nothing yet", () => {
  for (const [validity, expected] of [
    ["valid", [voted(prevote, A)]],
    ["invalid", [voted(prevote, NIL_VALUE)]],
    ["pending", []],
  ] as const) {
    const bench = new Bench();
    bench.round.start(0);
    bench.propose(0, A);
    bench.validities.set(Buffer.from(A).toString("hex"), validity);
    expect(bench.run()).toEqual(expected);
  }
});

test("lines 36–43: a quorum of prevotes locks, durably before the precommit is cast", () => {
  const bench = new Bench();
  bench.round.start(0);
  bench.propose(0, A);
  bench.vote(prevote, 0, A, [1, 2]);
  expect(bench.run()).toEqual([voted(prevote, A)]);
  expect(bench.round.locked).toBeUndefined();
  bench.vote(prevote, 0, A, [3]);
  expect(bench.run()).toEqual([{ kind: "save" }, voted(precommit, A)]);
  expect(bench.round.locked?.round).toBe(0);
  expect(bench.round.valid).toEqual(bench.round.locked);
});

test("line 26: a locked node refuses another fresh block; line 29: it takes one a later quorum stood behind", () => {
  const fresh = new Bench();
  fresh.lockOnA(2);
  fresh.propose(2, B);
  expect(fresh.run()).toContainEqual(voted(prevote, NIL_VALUE));

  const reproposed = new Bench();
  reproposed.lockOnA(2);
  reproposed.propose(2, B, 1);
  // Line 28 waits until the prevotes of the valid round are here.
  expect(reproposed.run()).toEqual([]);
  reproposed.vote(prevote, 1, B, [2, 3, 4]);
  expect(reproposed.run()).toContainEqual(voted(prevote, B));

  const older = new Bench();
  older.lockOnA(0);
  older.round.start(3);
  older.vote(prevote, 0, B, [2, 3, 4]);
  older.propose(3, B, -1);
  expect(older.run()).toContainEqual(voted(prevote, NIL_VALUE));
});

test("line 42: a quorum seen after the precommit changes the valid value, not the lock", () => {
  const bench = new Bench();
  bench.lockOnA(1);
  bench.propose(1, B);
  expect(bench.run()).toContainEqual(voted(prevote, NIL_VALUE));
  expect(bench.round.onPrevoteTimeout(1)).toEqual([voted(precommit, NIL_VALUE)]);
  bench.vote(prevote, 1, B, [2, 3, 4]);
  expect(bench.run()).toEqual([{ kind: "save" }]);
  expect(bench.round.locked?.hash).toBe(Buffer.from(A).toString("hex"));
  expect(bench.round.valid?.hash).toBe(Buffer.from(B).toString("hex"));
});

test("lines 34, 44, 47, 49, 55, 57–67: timeouts, nil, decision of any round, skipping", () => {
  const bench = new Bench();
  bench.round.start(0);
  expect(bench.round.onProposeTimeout(1)).toEqual([]);
  expect(bench.round.onProposeTimeout(0)).toEqual([voted(prevote, NIL_VALUE)]);
  bench.vote(prevote, 0, A, [1]);
  bench.vote(prevote, 0, NIL_VALUE, [2, 3]);
  expect(bench.run()).toEqual([{ kind: "timeout", step: "prevote", round: 0 }]);
  bench.vote(prevote, 0, NIL_VALUE, [4]);
  expect(bench.run()).toEqual([voted(precommit, NIL_VALUE)]);
  bench.vote(precommit, 0, NIL_VALUE, [1, 2]);
  bench.vote(precommit, 0, A, [3]);
  expect(bench.run()).toEqual([{ kind: "timeout", step: "precommit", round: 0 }]);
  expect(bench.round.onPrecommitTimeout(0)).toEqual([{ kind: "startRound", round: 1 }]);
  bench.vote(prevote, 6, B, [2]);
  expect(bench.run()).toEqual([]);
  bench.vote(precommit, 6, A, [3]);
  expect(bench.run()).toEqual([{ kind: "startRound", round: 6 }]);
  bench.vote(precommit, 4, B, [2, 3, 4]);
  expect(bench.run()).toEqual([{ kind: "decide", round: 4, value: B }]);
  expect(bench.run()).toEqual([]);
});

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 3],
  [5, 4],
  [6, 5],
  [7, 5],
  [10, 7],
  [12, 9],
])("must-not-repeat 1.16: of %i validators %i decide", (n, quorum) => {
  expect(TENDERMINT.quorum(n)).toBe(quorum);
  expect(TENDERMINT.skipThreshold(n) * 3).toBeGreaterThan(n);
});
