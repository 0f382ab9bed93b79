import { BlockHeaderSsz, type Proposal, proposalSigningRoot, VoteType } from "@session/protocol";
import { beforeEach, expect, test } from "vitest";
import type { GossipVerdict } from "../../src/consensus/ports.ts";
import { keyOf, sharedBls } from "../simulation/keys.ts";
import type { SimulatedNode } from "../simulation/simulatedNode.ts";
import { Simulation } from "../simulation/simulation.ts";
import { GENESIS_HASH, hashOf, signedVote } from "./support.ts";

let simulation: Simulation;
let proposal: Proposal;
/** A node alone at height 1 that hasn't heard the proposal of round 0, and two others. */
let target: SimulatedNode;
let [second, third] = [0, 0];

beforeEach(async () => {
  simulation = new Simulation({ nodes: 4, seed: 7, maxClockSkewMs: 0 });
  const seen: Proposal[] = [];
  const onProposal = simulation.observer.onProposal.bind(simulation.observer);
  simulation.observer.onProposal = (sent) => {
    seen.push(sent);
    onProposal(sent);
  };
  simulation.network.partition([[1], [2], [3], [4]]);
  await simulation.start();
  await simulation.clock.advance(2_200);
  const [first] = seen;
  if (first === undefined) throw new Error("no proposal within the first block time");
  proposal = first;
  const [id = 0, ...others] = [1, 2, 3, 4].filter((node) => node !== first.proposer);
  target = simulation.node(id);
  [second = 0, third = 0] = others;
});

async function verdictOf(deliver: Promise<GossipVerdict> | undefined): Promise<string | undefined> {
  await simulation.clock.advance(50);
  const verdict = await deliver;
  return verdict?.result === "reject" ? verdict.code : verdict?.result;
}
const onVote = (vote: Parameters<typeof signedVote>[1], node = second) =>
  verdictOf(target.engine?.onVote(signedVote(node, vote), "peer"));
const onProposal = (change: Partial<Proposal>) =>
  verdictOf(target.engine?.onProposal({ ...proposal, ...change }, "peer"));

test("votes: forwarded once, refused with a reason that fits", async () => {
  expect(await onVote({})).toBe("accept");
  expect(await onVote({})).toBe("ignore");
  expect(await onVote({ round: 2 ** 31 })).toBe("VOTE_BAD_ROUND");
  expect(await onVote({ type: 7 as VoteType })).toBe("VOTE_BAD_TYPE");
  expect(await onVote({}, 9)).toBe("VOTE_UNKNOWN_NODE");
  expect(await onVote({ height: 2 })).toBe("ignore");
  expect(await onVote({ height: 5 })).toBe("ignore");
  expect(await onVote({ height: 5_000_000 })).toBe("VOTE_FAR_HEIGHT");
  const forged = { ...signedVote(second, { round: 1 }), node: third };
  expect(await verdictOf(target.engine?.onVote(forged, "peer"))).toBe("VOTE_BAD_SIGNATURE");
});

test("must-not-repeat 3.11: a vote's signature holds for its network, height, round, type and value only", async () => {
  const vote = signedVote(third);
  const changed = [{ round: 1 }, { type: VoteType.precommit }, { value: hashOf("other") }];
  for (const change of changed)
    expect(await verdictOf(target.engine?.onVote({ ...vote, ...change }, "peer"))).toBe("VOTE_BAD_SIGNATURE");
  const message = proposalSigningRoot(hashOf("another network"), {
    ...{ height: 1, round: 0, validRoundPlusOne: 0, blockHash: vote.value },
  });
  const foreign = { ...vote, signature: sharedBls.sign(keyOf(third).secret, message) };
  expect(await verdictOf(target.engine?.onVote(foreign, "peer"))).toBe("VOTE_BAD_SIGNATURE");
});

test("a double vote is forwarded, so that others can prove it too, and recorded once", async () => {
  expect(await onVote({})).toBe("accept");
  expect(await onVote({ value: hashOf("b") })).toBe("accept");
  expect(await onVote({ value: hashOf("c") })).toBe("ignore");
  const evidence = target.engine?.evidence();
  expect(evidence).toHaveLength(1);
  expect(evidence?.[0]).toMatchObject({ node: second, height: 1, round: 0, type: VoteType.prevote });
});

test("proposals: refused with a reason that fits", async () => {
  const { block } = proposal;
  const other = 1 + (proposal.proposer % 4);
  const header = (change: Partial<typeof block.header>) => ({
    block: { ...block, header: { ...block.header, ...change } },
  });
  expect(await onProposal({ proposer: other })).toBe("PROPOSAL_WRONG_PROPOSER");
  expect(await onProposal({ validRoundPlusOne: 5 })).toBe("PROPOSAL_BAD_ROUND");
  expect(await onProposal(header({ parentHash: hashOf("x") }))).toBe("PROPOSAL_BAD_HEADER");
  expect(await onProposal(header({ genesisHash: hashOf("x") }))).toBe("PROPOSAL_BAD_HEADER");
  expect(await onProposal(header({ proposer: other }))).toBe("PROPOSAL_BAD_HEADER");
  expect(await onProposal(header({ round: 1 }))).toBe("PROPOSAL_BAD_HEADER");
  expect(await onProposal({ height: 9_000_000 })).toBe("PROPOSAL_FAR_HEIGHT");
  expect(await onProposal(header({ time: block.header.time + 1 }))).toBe("PROPOSAL_BAD_SIGNATURE");
  expect(await onProposal({})).toBe("accept");
  expect(await onProposal({})).toBe("ignore");
});

test("a relay can't swap the body under a good signature", async () => {
  const { block } = proposal;
  const record = { node: 1, recentHeight: 0, recentHash: hashOf("x"), forkVersion: 1, signature: new Uint8Array(96) };
  const body = { ...block.body, ready: [record] };
  expect(await onProposal({ block: { header: block.header, body } })).toBe("PROPOSAL_BODY_MISMATCH");
});

test("two proposals for one round are evidence", async () => {
  const { block, height, round, proposer } = proposal;
  const second = { ...block, header: { ...block.header, time: block.header.time + 1 } };
  const blockHash = BlockHeaderSsz.hashTreeRoot(second.header);
  const message = proposalSigningRoot(GENESIS_HASH, { height, round, validRoundPlusOne: 0, blockHash });
  expect(await onProposal({})).toBe("accept");
  const signature = sharedBls.sign(keyOf(proposer).secret, message);
  expect(await onProposal({ block: second, signature })).toBe("accept");
  expect(target.engine?.evidence()).toMatchObject([{ node: proposer, type: 3 }]);
});
