import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { encodeNonSigners } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { exitLeaf, rewardLeaf } from "../support/claimsTree.ts";
import { REQUIREMENT, startNetwork, type TestNetwork } from "../support/network.ts";

/** Gas a call may cost more because there are more nodes: an address here or there is colder, nothing is counted. */
const SLACK = 12_000n;
const alice = account(4).address;

/** Gas of each public call on a network of so many nodes. */
async function gasOf(network: TestNetwork) {
  const { chain, rewards } = network;
  await network.tokenAs(4).write.approve([rewards.address, 100n * REQUIREMENT]);
  await network.tokenAs(4).write.transfer([rewards.address, 1_000n]);
  const used = async (hash: Promise<`0x${string}`>) => chain.gasUsed(await hash);
  const register = await used(network.rewardsAs(4).write.addBLSPublicKey(network.registration(1_000, alice).args));
  const late = await rewards.read.nodeIdByBlsKey([network.registration(1_000, alice).key.affine]);
  network.keys.set(late, network.registration(1_000, alice).key);
  await chain.pass(60);
  const { tree, hash } = await network.checkpoint(5n, [rewardLeaf(alice, 500n), exitLeaf(late)]);
  const claim = network.rewards.write.claimRewards([5n, alice, 500n, 500n, tree.proof(rewardLeaf(alice, 500n))]);
  const asked = network.rewardsAs(4).write.initiateExitBLSPublicKey([late]);
  const request = await used(asked);
  const exit = await used(rewards.write.exitBLSPublicKey([late, 5n, 0n, tree.proof(exitLeaf(late))]));
  network.keys.delete(late);
  return { register, checkpoint: await chain.gasUsed(hash), claim: await used(claim), request, exit };
}

describe("1.12 bounded work", () => {
  let [small, large] = [] as unknown as [TestNetwork, TestNetwork];

  before(async () => {
    small = await startNetwork({ nodes: 4 });
    large = await startNetwork({ nodes: 320 });
  });

  it("1.12 no public call costs more because there are more nodes", async () => {
    const [few, many] = [await gasOf(small), await gasOf(large)];
    for (const call of ["register", "checkpoint", "claim", "request", "exit"] as const)
      assert.ok(many[call] <= few[call] + SLACK, `${call}: ${many[call]} with 320 nodes, ${few[call]} with 4`);
  });

  it("1.12 lists come in pages, whatever limit is asked for", async () => {
    const seen: number[] = [];
    let offset = 0n;
    do {
      const [page, next] = await large.rewards.read.nodes([offset, 100n]);
      assert.ok(page.length <= 100);
      seen.push(...page.map(({ id }) => id));
      offset = next;
    } while (offset !== 0n);
    assert.deepEqual(
      seen,
      Array.from({ length: 320 }, (_, i) => i + 1),
    );
    const [none, end] = await large.rewards.read.nodes([2n ** 255n, 2n ** 255n]);
    assert.deepEqual([none, end], [[], 0n]);
  });

  it("§2 many absentees: a third of the network costs one read of a page, not one of each key", async () => {
    const { chain } = large;
    await chain.pass(60);
    const absent = Array.from({ length: 106 }, (_, i) => 1 + 2 * i);
    const { hash } = await large.checkpoint(10n, [], absent);
    assert.ok(encodeNonSigners(absent).length <= 2 + 2 * 34);
    const all = await chain.gasUsed((await gasBaseline()).hash);
    assert.ok((await chain.gasUsed(hash)) - all < 106n * 1_400n);
  });

  async function gasBaseline() {
    await large.chain.pass(60);
    return large.checkpoint(15n, []);
  }
});
