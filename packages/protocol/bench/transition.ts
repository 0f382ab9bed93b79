import { BitArray } from "@chainsafe/ssz";
import { ClaimsTree } from "../src/claims/claimsTree.ts";
import { ChainState } from "../src/state/chainState.ts";
import { ChainBuilder, SESH, soloContributor } from "../src/testing/chainBuilder.ts";
import { applyBlock, produceBlock } from "../src/transition/applyBlock.ts";
import { blockHash } from "../src/types/blockHash.ts";
import { blstBls } from "../test/blstBls.ts";

/** Prints what a block costs with 2,000 nodes of ten contributors each: `node bench/transition.ts`. */
const NODES = 2_000;
const BLOCKS = 20;
const accepting = { ...blstBls, verify: () => true, verifyAggregate: () => true };

/** CPU time rather than wall time: other work on the machine doesn't count. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

function measure<T>(name: string, run: () => T): T {
  const start = process.cpuUsage();
  const result = run();
  console.log(`${name.padEnd(44)} ${cpuMs(start).toFixed(1)} ms`);
  return result;
}

const chain = measure("genesis state", () => {
  return new ChainBuilder(accepting, {
    nodes: NODES,
    preset: "mainnet",
    l2: { number: 240, hash: new Uint8Array(32) },
    contributors: (id) => Array.from({ length: 10 }, (_, i) => soloContributor(`${id}/${i}`, 2_500n * SESH)),
  });
});
measure("its root", () => chain.state.root());

let { state, hash } = chain;
const next = (l2Number: number) => {
  chain.state = state;
  const draft = {
    height: state.height + 1,
    round: 0,
    proposer: state.proposer(0),
    time: state.time + 120,
    reveal: new Uint8Array(96),
    l2Number,
    l2Hash: l2Number === state.l2Number ? state.l2Hash : new Uint8Array(32).fill(l2Number % 251),
    rewardRate: 36n * SESH,
    poolReleased: 10_000_000n * SESH,
  };
  const commit = {
    height: state.height,
    round: 0,
    blockHash: hash,
    bits: BitArray.fromBoolArray(Array.from({ length: NODES }, (_, i) => (i + state.height) % 50 !== 0)),
    signature: new Uint8Array(96),
  };
  const commits = state.height === 0 ? [] : [commit];
  const body = { commits, l2Events: [], stateChanges: [], ready: [], evidence: [], reconcile: null };
  const made = produceBlock(state, hash, draft, body, { ...chain.context, bls: accepting });
  state = made.state;
  hash = blockHash(made.block.header);
  return made.block;
};
const genesis = chain.state;
const blocks = measure(`${BLOCKS} blocks made (4 of them checkpoints)`, () =>
  Array.from({ length: BLOCKS }, (_, i) => next(240 * (i + 2))),
);
const plain = blocks.filter((block) => block.header.height % 5 !== 0).length;
let replayed: ChainState = genesis;
let parentHash = chain.context.genesisHash;
let plainMs = 0;
let checkpointMs = 0;
for (const block of blocks) {
  const start = process.cpuUsage();
  replayed = applyBlock(
    replayed,
    parentHash,
    block,
    { ...chain.context, bls: accepting },
    { skipSignatures: true },
  ).state;
  const elapsed = cpuMs(start);
  if (block.header.height % 5 === 0) checkpointMs += elapsed;
  else plainMs += elapsed;
  parentHash = blockHash(block.header);
}
console.log(
  `applyBlock, signatures aside ${(plainMs / plain).toFixed(2)} ms, checkpoints ${(checkpointMs / (BLOCKS - plain)).toFixed(1)} ms`,
);
const leaves = state.claims().leaves;
measure(`claims tree of ${leaves.length} leaves`, () => new ClaimsTree(leaves).root);
const bytes = measure("serialize", () => state.serialize());
console.log(`state of ${(bytes.length / 1e6).toFixed(2)} MB`);
measure("deserialize", () => ChainState.deserialize(bytes, chain.genesis).root());
