import type { StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { bulkChoices, canTick, planSteps, rowKeyOf, toBulkSentence } from "./model.ts";

const WALLET = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const VESTING = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const action = (type: StakeAction["type"], nodeId: number, change: Partial<StakeAction> = {}) =>
  ({ type, nodeId, account: WALLET, pool: null, isPossible: true, ...change }) as StakeAction;

test("what the ticked lines allow now, by kind; a node that two accounts share leaves once", () => {
  const actions = [
    action("exit", 1),
    action("exit", 1, { account: VESTING }),
    action("exit", 2, { isPossible: false }),
    action("requestExit", 3),
    action("requestExit", 4),
    action("claim", 5),
  ];
  const ticked = new Set([rowKeyOf(1, WALLET), rowKeyOf(1, VESTING), rowKeyOf(2, WALLET), rowKeyOf(3, WALLET)]);
  const choices = bulkChoices({ actions }, ticked);
  expect([...choices].map(([kind, chosen]) => [kind, chosen.map(({ nodeId }) => nodeId)])).toEqual([
    ["exit", [1]],
    ["requestExit", [3]],
  ]);
  expect(canTick({ actions }, rowKeyOf(2, WALLET))).toBe(false);
  expect(canTick({ actions }, rowKeyOf(5, WALLET))).toBe(false);
  expect(canTick({ actions }, rowKeyOf(1, VESTING.toLowerCase()))).toBe(true);
});

test("as many as a transaction takes go together, the claim with the first", () => {
  const actions = [1, 2, 3].map((id) => action("exit", id));
  const plan = planSteps({ kind: "exit", actions, signer: WALLET, claimFor: WALLET, maxItems: 2 });
  expect(plan).toEqual([
    {
      via: null,
      items: [
        { type: "claim", recipient: WALLET },
        { type: "exit", nodeId: 1 },
      ],
    },
    {
      via: null,
      items: [
        { type: "exit", nodeId: 2 },
        { type: "exit", nodeId: 3 },
      ],
    },
  ]);
});

test("a vesting contract asks by itself, one by one; what is open to all goes with the wallet's", () => {
  const actions = [1, 2].map((id) =>
    action("requestExit", id, { account: id === 1 ? VESTING : (WALLET.toLowerCase() as never) }),
  );
  const asked = planSteps({ kind: "requestExit", actions, signer: WALLET, claimFor: null, maxItems: 50 });
  expect(asked.map(({ via, items }) => [via, items.length])).toEqual([
    [null, 1],
    [VESTING, 1],
  ]);
  const left = planSteps({ kind: "withdrawLocked", actions, signer: WALLET, claimFor: null, maxItems: 50 });
  expect(left.map(({ via, items }) => [via, items.length])).toEqual([[null, 2]]);
});

test("the sentence counts each node once and names nobody's share twice", () => {
  const node = (id: number, contributors: number) => ({ id, contributors, deposit: "100" });
  const stakes = {
    nodes: [
      { node: node(1, 4), account: WALLET, stake: "25", returns: "25" },
      { node: node(1, 4), account: VESTING, stake: "25", returns: "25" },
      { node: node(2, 1), account: WALLET, stake: "100", returns: "90" },
      { node: node(3, 1), account: WALLET, stake: "100", returns: "100" },
      { node: node(2, 1), account: VESTING, stake: "0", returns: "0" },
    ],
  } as unknown as StakesResponse;
  const sentence = toBulkSentence(stakes, [action("requestExit", 2), action("requestExit", 1)]);
  expect(sentence).toEqual({ nodes: [1, 2], total: 200n, mine: 140n, others: 2, locking: 0 });
  const leaving = [action("exit", 1, { amount: "0" }), action("exit", 2, { amount: "90" })];
  expect(toBulkSentence(stakes, leaving).locking).toBe(1);
});
