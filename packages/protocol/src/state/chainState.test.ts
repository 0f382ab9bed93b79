import fc from "fast-check";
import { expect, test } from "vitest";
import { actionArbitrary, History } from "../../test/history.ts";
import { CodedError } from "../errors.ts";
import { ChainState } from "./chainState.ts";
import { StateSsz } from "./stateSsz.ts";

/** A state with a bit of everything in it. */
function busyHistory(): History {
  const history = new History(4);
  for (const action of fc.sample(actionArbitrary, { numRuns: 60, seed: 42 })) history.step(action);
  return history;
}
const { chain } = busyHistory();
const bytes = chain.state.serialize();

test("a serialised state is the same state: root, bytes and everything read from it", () => {
  const { state } = chain;
  const copy = ChainState.deserialize(bytes, chain.genesis);
  expect(copy.root()).toEqual(state.root());
  expect(copy.root()).toEqual(StateSsz.hashTreeRoot(StateSsz.deserialize(bytes)));
  expect(copy.serialize()).toEqual(bytes);
  expect(copy.nodes()).toEqual(state.nodes());
  expect(copy.accruals()).toEqual(state.accruals());
  expect(copy.accounting()).toEqual(state.accounting());
  expect(copy.claims().root).toEqual(state.claims().root);
  expect(copy.attesters()).toEqual(state.attesters());
  for (let height = state.height - 6; height <= state.height + 2; height++) {
    expect(copy.validatorsAt(height)).toEqual(state.validatorsAt(height));
    expect(copy.hashAt(height)).toEqual(state.hashAt(height));
    expect(copy.commitBits(height)).toEqual(state.commitBits(height));
  }
  for (const { id } of state.nodes()) {
    expect(copy.participation(id)).toEqual(state.participation(id));
    expect(copy.creditSec(id)).toBe(state.creditSec(id));
  }
});

test("hashes are remembered for 64 blocks", () => {
  chain.skip(70);
  const { height } = chain.state;
  expect(chain.state.hashAt(height)).toBeUndefined();
  expect(chain.state.hashAt(height - 1)).toEqual(chain.built[height - 2]?.hash);
  expect(chain.state.hashAt(height - 64)).toEqual(chain.built[height - 65]?.hash);
  expect(chain.state.hashAt(height - 65)).toBeUndefined();
});

test("changed bytes are another state or a coded error, never a crash", () => {
  const edit = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
  const root = ChainState.deserialize(bytes, chain.genesis).root();
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const changed = bytes.slice();
      for (const [index, flip] of edits) changed[index] = (changed[index] ?? 0) ^ flip;
      try {
        const state = ChainState.deserialize(changed, chain.genesis);
        if (!Buffer.from(changed).equals(bytes)) expect(state.root()).not.toEqual(root);
        state.accruals();
        state.claims();
        state.proposer(0);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
      }
    }),
    { numRuns: 150 },
  );
  for (const size of [0, 1, 500, bytes.length - 1])
    expect(() => ChainState.deserialize(bytes.slice(0, size), chain.genesis)).toThrow(CodedError);
});
