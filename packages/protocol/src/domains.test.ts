import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { proposalSigningRoot, readySigningRoot, revealSigningRoot, voteSigningRoot } from "./domains.ts";
import { testHash } from "./testing/chainBuilder.ts";
import { VoteType } from "./types/vote.ts";

const network = testHash("network");
const value = testHash("value");
const vote = { height: 7, round: 1, type: VoteType.precommit, value };
const ready = { node: 7, recentHeight: 1, recentHash: value, forkVersion: 1 };
const proposal = { height: 7, round: 1, validRoundPlusOne: 1, blockHash: value };

test("must-not-repeat §3.11: purpose, network and place each change what is signed", () => {
  const roots = [
    voteSigningRoot(network, vote),
    voteSigningRoot(value, vote),
    voteSigningRoot(network, { ...vote, height: 8 }),
    voteSigningRoot(network, { ...vote, round: 2 }),
    voteSigningRoot(network, { ...vote, type: VoteType.prevote }),
    voteSigningRoot(network, { ...vote, value: network }),
    proposalSigningRoot(network, proposal),
    proposalSigningRoot(value, proposal),
    proposalSigningRoot(network, { ...proposal, validRoundPlusOne: 0 }),
    proposalSigningRoot(network, { ...proposal, round: 2 }),
    revealSigningRoot(network, 7),
    revealSigningRoot(network, 8),
    revealSigningRoot(value, 7),
    readySigningRoot(network, ready),
    readySigningRoot(value, ready),
    readySigningRoot(network, { ...ready, node: 8 }),
    readySigningRoot(network, { ...ready, recentHeight: 2 }),
    readySigningRoot(network, { ...ready, recentHash: network }),
    readySigningRoot(network, { ...ready, forkVersion: 2 }),
  ].map(bytesToHex);
  expect(new Set(roots).size).toBe(roots.length);
});

test("an attestation is over the digest itself, which the contract verifies", () => {
  expect(voteSigningRoot(network, { height: 5, round: 0, type: VoteType.attest, value })).toEqual(value);
});

test("signing roots stay what they are", () => {
  expect(bytesToHex(voteSigningRoot(network, vote))).toMatchInlineSnapshot(
    `"6141c89511f98e65479155f3aa3cbfa9b0390006138ba8df26a227637d6dfa4f"`,
  );
  expect(bytesToHex(proposalSigningRoot(network, proposal))).toMatchInlineSnapshot(
    `"136ea84f65dd3c361e009e96536ad405182c5734413f32bb61189a0167f29d49"`,
  );
  expect(bytesToHex(revealSigningRoot(network, 7))).toMatchInlineSnapshot(
    `"7aefecf43f4623e6e2e27412351720abe090e1feae90a8fe7d3acf12e397d032"`,
  );
  expect(bytesToHex(readySigningRoot(network, ready))).toMatchInlineSnapshot(
    `"94aa06e4263c8d43454b1ffd3b70fa093ce3576068f37f4921a569e4183c7774"`,
  );
});
