import fc from "fast-check";
import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { transitionCode } from "../../test/transitionCode.ts";
import { decodeStrict } from "../codec/decodeStrict.ts";
import { CodedError } from "../errors.ts";
import { ChainState } from "../state/chainState.ts";
import { ChainBuilder, SESH, testHash } from "../testing/chainBuilder.ts";
import { type Block, BlockBodySsz, type BlockHeader, BlockSsz } from "../types/block.ts";
import { blockHash } from "../types/blockHash.ts";
import { applyBlock, produceBlock } from "./applyBlock.ts";

test("a chain of blocks made by one node is the same chain at another, over the wire", () => {
  const chain = new ChainBuilder(blstBls, { nodes: 4, rewardRate: 100n * SESH });
  chain.next({ l2Number: 110, rewardRate: 120n * SESH, poolReleased: 1_000_000n * SESH });
  chain.skip(6);
  let state = ChainState.fromGenesis(chain.genesis);
  let hash = chain.context.genesisHash;
  for (const { block, hash: next, state: expected } of chain.built) {
    state = applyBlock(state, hash, decodeStrict(BlockSsz, BlockSsz.serialize(block)), chain.context).state;
    hash = next;
    expect(state.root()).toEqual(expected.root());
    expect(ChainState.deserialize(state.serialize(), chain.genesis).root()).toEqual(state.root());
  }
  expect(state.height).toBe(7);
  // Block 1 takes the rate raw, 120 SESH in 120 s: 2 SESH in 2 s, seven times.
  expect(state.due).toBe(7n * 2n * SESH * 1_000_000_000n);
  expect(state.claims().leaves).toHaveLength(4);
});

const chain = new ChainBuilder(blstBls, { nodes: 4, rewardRate: 36n * SESH });
chain.skip(4);
const { state: parent, hash: parentHash, context } = chain;
const parts = chain.parts();
const good = produceBlock(parent, parentHash, parts.draft, parts.body, context).block;
const codeOf = (block: Block) => transitionCode(() => applyBlock(parent, parentHash, block, context));
const withHeader = (change: Partial<BlockHeader>) => codeOf({ ...good, header: { ...good.header, ...change } });

test("every field of the header is checked", () => {
  const other = testHash("other");
  const wrongProposer = parent.validators().find(({ id }) => id !== good.header.proposer)?.id ?? 0;
  expect(codeOf(good)).toBe("none");
  expect({
    version: withHeader({ version: 2 }),
    genesisHash: withHeader({ genesisHash: other }),
    height: withHeader({ height: 7 }),
    time: withHeader({ time: good.header.time - 1 }),
    farTime: withHeader({ time: 2 ** 48 + 1 }),
    laterTime: withHeader({ time: good.header.time + 1 }),
    parentHash: withHeader({ parentHash: other }),
    proposer: withHeader({ proposer: wrongProposer }),
    unknownProposer: withHeader({ proposer: 99 }),
    reveal: withHeader({ reveal: good.header.reveal.with(9, 1 ^ (good.header.reveal[9] ?? 0)) }),
    l2Number: withHeader({ l2Number: 101 }),
    l2Hash: withHeader({ l2Hash: other }),
    rewardRate: withHeader({ rewardRate: 1n }),
    poolReleased: withHeader({ poolReleased: 1n }),
    bodyRoot: withHeader({ bodyRoot: other }),
    stateRoot: withHeader({ stateRoot: other }),
    claimsRoot: withHeader({ claimsRoot: new Uint8Array(32) }),
  }).toEqual({
    version: "BLOCK_VERSION",
    genesisHash: "BLOCK_GENESIS_HASH",
    height: "BLOCK_HEIGHT",
    time: "BLOCK_TIME",
    farTime: "BLOCK_TIME_OUT_OF_RANGE",
    laterTime: "BLOCK_STATE_ROOT",
    parentHash: "BLOCK_PARENT_HASH",
    proposer: "BLOCK_PROPOSER",
    unknownProposer: "BLOCK_PROPOSER",
    reveal: "BLOCK_REVEAL",
    l2Number: "BLOCK_STATE_ROOT",
    l2Hash: "L2_FIELDS_NOT_COPIED",
    rewardRate: "L2_FIELDS_NOT_COPIED",
    poolReleased: "L2_FIELDS_NOT_COPIED",
    bodyRoot: "BLOCK_BODY_ROOT",
    stateRoot: "BLOCK_STATE_ROOT",
    claimsRoot: "BLOCK_CLAIMS_ROOT",
  });
});

test("claimsRoot stands in checkpoint headers only, and a sync may leave it to the state root", () => {
  expect(good.header.height % context.preset.checkpointIntervalBlocks).toBe(0);
  for (const { block, state } of chain.built)
    expect(block.header.claimsRoot).toEqual(block.header.height % 5 === 0 ? state.claims().root : new Uint8Array(32));
  const wrong = { ...good, header: { ...good.header, claimsRoot: testHash("x") } };
  expect(transitionCode(() => applyBlock(parent, parentHash, wrong, context, { skipClaims: true }))).toBe("none");
});

test("the round decides the proposer, and everyone has a turn in as many rounds as there are validators", () => {
  const proposers = [0, 1, 2, 3].map((round) => parent.proposer(round));
  expect([...proposers].sort()).toEqual([1, 2, 3, 4]);
  expect(parent.proposer(4)).toBe(proposers[0]);
  for (const round of [1, 2, 3]) {
    const { draft, body } = chain.parts({ round });
    expect(draft.proposer).toBe(proposers[round]);
    const { block } = produceBlock(parent, parentHash, draft, body, context);
    expect(codeOf(block)).toBe("none");
    expect(codeOf({ ...block, header: { ...block.header, round: 0 } })).toBe("BLOCK_PROPOSER");
  }
});

test("must-not-repeat §5.1: proposers follow from reveals, not from anything a proposer can vary", () => {
  const early = produceBlock(parent, parentHash, parts.draft, parts.body, context);
  const late = produceBlock(parent, parentHash, { ...parts.draft, time: parts.draft.time + 3 }, parts.body, context);
  expect(blockHash(early.block.header)).not.toEqual(blockHash(late.block.header));
  expect(early.state.seed).toEqual(late.state.seed);
  expect(early.state.proposer(0)).toBe(late.state.proposer(0));
  expect(early.state.seed).not.toEqual(parent.seed);
});

test("fields of later versions must be empty", () => {
  const withBody = (change: Partial<Block["body"]>) => {
    const body = { ...good.body, ...change };
    return codeOf({ body, header: { ...good.header, bodyRoot: BlockBodySsz.hashTreeRoot(body) } });
  };
  const { StateChange, Evidence } = {
    StateChange: BlockBodySsz.fields.stateChanges.elementType.defaultValue(),
    Evidence: BlockBodySsz.fields.evidence.elementType.defaultValue(),
  };
  const reconcile = { count: 4, aggregateKey: new Uint8Array(96), repairs: [] };
  expect(withBody({ stateChanges: [StateChange] })).toBe("TRANSITION_UNSUPPORTED_FIELD");
  expect(withBody({ evidence: [Evidence] })).toBe("TRANSITION_UNSUPPORTED_FIELD");
  expect(withBody({ reconcile })).toBe("TRANSITION_UNSUPPORTED_FIELD");
});

test("an invalid block leaves its parent as it was (must-not-repeat §3.7)", () => {
  const before = parent.serialize();
  withHeader({ stateRoot: testHash("other") });
  withHeader({ time: good.header.time + 40 });
  expect(parent.serialize()).toEqual(before);
  expect(parent.root()).toEqual(ChainState.deserialize(before, chain.genesis).root());
});

test("no bytes make it throw anything but a coded error, and no changed block is taken", () => {
  const busy = new ChainBuilder(blstBls, { nodes: 4 });
  busy.skip(6);
  const { draft, body } = busy.parts({
    l2Number: 105,
    records: [
      { l2Number: 101, logIndex: 0, txHash: testHash("a"), kind: 3, payload: new Uint8Array(24).fill(1) },
      { l2Number: 102, logIndex: 4, txHash: testHash("b"), kind: 1, payload: new Uint8Array(300).fill(2) },
    ],
    absent: [2],
  });
  const { block } = produceBlock(busy.state, busy.hash, draft, body, busy.context);
  const bytes = BlockSsz.serialize(block);
  const codes = new Set<string>();
  const edit = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), (edits, fixesRoot) => {
      const changed = bytes.slice();
      for (const [index, flip] of edits) changed[index] = (changed[index] ?? 0) ^ flip;
      try {
        const decoded = decodeStrict(BlockSsz, changed);
        // Half of the time the root is put right, so that the change reaches the rules behind it.
        if (fixesRoot) decoded.header.bodyRoot = BlockBodySsz.hashTreeRoot(decoded.body);
        applyBlock(busy.state, busy.hash, decoded, busy.context);
        // With its root put right a changed body may be a valid one, say with another transaction hash of an event.
        // So may another round in which the same node proposes: no state follows from it, and consensus, which votes for
        // hashes, holds a block to the round it was proposed in.
        const { round } = block.header;
        if (!fixesRoot) expect(BlockSsz.serialize({ ...decoded, header: { ...decoded.header, round } })).toEqual(bytes);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        codes.add(error.code);
      }
    }),
    // Byte 87 is the second of the round: with four nodes, round 256 is the proposer's of round 0.
    { numRuns: 800, examples: [[[[87, 1]], false]] },
  );
  expect(codes.size).toBeGreaterThan(6);
});
