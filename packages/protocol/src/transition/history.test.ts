import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { actionArbitrary, History } from "../../test/history.ts";
import { ChainState } from "../state/chainState.ts";
import { applyBlock } from "./applyBlock.ts";

const histories = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.array(actionArbitrary, { minLength: 30, maxLength: 120 }),
);

test("every ledger unit is somewhere: settled + virtual + carry = due, after every block of any history", () => {
  let steps = 0;
  const seen = new Set<string>();
  fc.assert(
    fc.property(histories, ([nodes, actions]) => {
      const history = new History(nodes);
      for (const action of actions) {
        const { state, changes, outcomes } = history.step(action);
        steps += 1;
        for (const { type } of changes) seen.add(type);
        for (const { kind, result } of outcomes) seen.add(`${kind} ${result}`);
        const { settled, virtual, carry, broughtAlong, due } = state.accounting();
        expect(settled + virtual + carry).toBe(broughtAlong + due);
        expect(due).toBeLessThanOrEqual((state.poolReleased - history.chain.genesis.poolReleased) * 1_000_000_000n);
        expect(state.validators().length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 40 },
  );
  expect(steps).toBeGreaterThan(1_500);
  // A property of histories in which nothing happens would be worth nothing.
  const needed = ["node-joining", "node-active", "node-payable", "exit-requested", "node-removed", "node-forgotten"];
  const events = ["NewServiceNode applied", "NewServiceNode rejected", "ServiceNodeExit applied"];
  expect([...seen]).toEqual(
    expect.arrayContaining([...needed, ...events, "deferred", "ServiceNodeLiquidated applied"]),
  );
});

test("rewards by index equal paying every contributor of every node in every block, up to rounding", () => {
  fc.assert(
    fc.property(histories, ([nodes, actions]) => {
      const history = new History(nodes);
      for (const action of actions) history.step(action);
      const { state } = history.chain;
      const broughtAlong = new Map(history.chain.genesis.balances.map((b) => [bytesToHex(b.address), b.amount]));
      expect(state.due).toBe(history.oracle.due);
      // One unit for each block (the carry waits for the next one) and for each settlement of a contributor.
      const tolerance = BigInt(actions.length * 8 + 200);
      const expected = history.oracle.earned();
      for (const { address, lifetime } of state.accruals()) {
        const key = bytesToHex(address);
        const earned = lifetime - (broughtAlong.get(key) ?? 0n) * 1_000_000_000n;
        const difference = earned - (expected.get(key) ?? 0n);
        expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(tolerance);
        expected.delete(key);
      }
      for (const left of expected.values()) expect(left).toBeLessThanOrEqual(tolerance);
    }),
    { numRuns: 25 },
  );
});

test("must-not-repeat §5.6 and §3.9: the same blocks give the same roots from genesis, from serialised states, and without signatures", () => {
  fc.assert(
    fc.property(histories, fc.nat(20), ([nodes, actions], every) => {
      const history = new History(nodes);
      const { genesis, context } = history.chain;
      const blocks = actions.map((action) => history.step(action));
      let state = ChainState.fromGenesis(genesis);
      let hash = context.genesisHash;
      for (const [i, { block, hash: next, state: made, outcomes }] of blocks.entries()) {
        if (i % (every + 1) === 0) state = ChainState.deserialize(state.serialize(), genesis);
        const applied = applyBlock(state, hash, block, context, { skipSignatures: i % 2 === 0 });
        expect(applied.state.root()).toEqual(made.root());
        expect(applied.outcomes).toEqual(outcomes);
        state = applied.state;
        hash = next;
      }
      expect(state.serialize()).toEqual(history.chain.state.serialize());
      expect(state.claims().root).toEqual(history.chain.state.claims().root);
      expect(state.accruals()).toEqual(history.chain.state.accruals());
      expect(state.proposer(3)).toBe(history.chain.state.proposer(3));
      expect(state.validators()).toEqual(history.chain.state.validators());
    }),
    { numRuns: 15 },
  );
});

test("lifetime rewards never fall", () => {
  fc.assert(
    fc.property(histories, ([nodes, actions]) => {
      const history = new History(nodes);
      let before = new Map<string, bigint>();
      for (const action of actions) {
        const { state } = history.step(action);
        const now = new Map(state.accruals().map(({ address, lifetime }) => [bytesToHex(address), lifetime]));
        for (const [address, lifetime] of before) expect(now.get(address) ?? 0n).toBeGreaterThanOrEqual(lifetime);
        before = now;
      }
    }),
    { numRuns: 10 },
  );
});
