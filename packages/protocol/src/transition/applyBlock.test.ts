import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { ChainState } from "../state/chainState.ts";
import { ChainBuilder, SESH } from "../testing/chainBuilder.ts";
import { applyBlock } from "./applyBlock.ts";

test("a chain of blocks made by one node is the same chain at another", () => {
  const chain = new ChainBuilder(blstBls, { nodes: 4, rewardRate: 100n * SESH, poolReleased: 0n });
  chain.next({ l2Number: 110, rewardRate: 120n * SESH, poolReleased: 1_000_000n * SESH });
  chain.skip(6);
  let state = ChainState.fromGenesis(chain.genesis);
  let hash = chain.context.genesisHash;
  for (const { block, hash: next, state: expected } of chain.built) {
    state = applyBlock(state, hash, block, chain.context).state;
    hash = next;
    expect(state.root()).toEqual(expected.root());
    expect(ChainState.deserialize(state.serialize(), chain.genesis).root()).toEqual(state.root());
  }
  expect(state.height).toBe(7);
  expect(state.due).toBe(7n * 2n * SESH * SESH);
  expect(state.claims().leaves).toHaveLength(4);
});
