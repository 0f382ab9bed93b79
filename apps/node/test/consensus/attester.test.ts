import { blockHash, NIL_VALUE, VoteType } from "@session/protocol";
import { expect, test } from "vitest";
import { keyOf, sharedBls, votersOf } from "../simulation/keys.ts";
import { Simulation } from "../simulation/simulation.ts";
import { hashOf } from "./support.ts";

/** Four nodes with checkpoint 5 final; node 4 heard nothing of the others' attestations of it. */
async function withCheckpoint(): Promise<{ simulation: Simulation; digest: Uint8Array }> {
  const simulation = new Simulation({ nodes: 4, seed: 3, maxClockSkewMs: 0 });
  await simulation.start();
  await simulation.run(12);
  const [attestation] = [...simulation.node(1).disk.attestations.values()];
  if (attestation === undefined) throw new Error("no attestation after the first checkpoint");
  return { simulation, digest: attestation.value };
}

const attest = (node: number, value: Uint8Array, height = 5) => ({
  ...{ height, round: 0, type: VoteType.attest, value, node },
  signature: sharedBls.sign(keyOf(node).secret, value),
});

test("attestations: refused with a reason that fits", async () => {
  const { simulation, digest } = await withCheckpoint();
  const { engine, attester } = simulation.node(1);
  const verdictOf = async (vote: ReturnType<typeof attest>) => {
    const verdict = engine?.onVote(vote, "peer");
    await simulation.clock.advance(50);
    const result = await verdict;
    return result?.result === "reject" ? result.code : result?.result;
  };
  expect(attester?.progress()).toEqual({ height: 5, signers: 4, nodes: 4 });
  expect(await verdictOf(attest(2, digest))).toBe("ignore");
  expect(await verdictOf(attest(9, digest))).toBe("ignore");
  expect(await verdictOf(attest(9, hashOf("other")))).toBe("ATTEST_WRONG_DIGEST");
  expect(await verdictOf(attest(2, digest, 10))).toBe("ignore");
});

test("the certificate names the final block, and its signature is what L2 verifies", async () => {
  const { simulation, digest } = await withCheckpoint();
  const certificate = await simulation.node(2).attester?.certificate(5, votersOf(4));
  const header = simulation.node(2).disk.blocks[4]?.block.header;
  if (header === undefined) throw new Error("checkpoint 5 isn't final");
  expect(certificate?.checkpoint).toMatchObject({
    height: 5n,
    time: BigInt(header.time),
    blockHash: blockHash(header),
  });
  const publicKeys = votersOf(4).map(({ blsKey }) => blsKey);
  const signature = certificate?.signature ?? NIL_VALUE;
  expect(sharedBls.verifyAggregate({ publicKeys, message: digest, signature })).toBe(true);
});

test("a node that was down gets the attestations it missed, and attests the newest checkpoint once back", async () => {
  const simulation = new Simulation({ nodes: 4, seed: 5 });
  await simulation.start();
  await simulation.run(5);
  simulation.node(4).crash();
  await simulation.run(26);
  const without = await simulation.node(1).attester?.certificate(5, votersOf(4));
  expect(without?.absent).toEqual([4]);
  await simulation.node(4).start();
  await simulation.run(30);
  const height = Math.floor((simulation.lowest - 2) / 5) * 5;
  for (const node of simulation.nodes)
    expect((await node.attester?.certificate(height, votersOf(4)))?.signers).toEqual([1, 2, 3, 4]);
  expect(simulation.observer.violations).toEqual([]);
});
