import { describe, expect, test } from "vitest";
import { type ChaosOptions, runChaos } from "./chaos.ts";
import { keyOf } from "./keys.ts";
import { Simulation, type SimulationOptions } from "./simulation.ts";

/** SIM_SEED=<seed> repeats one seed; SIM_SEEDS=<count> hunts through many. Without, every run is the same. */
const FIRST = Number(process.env.SIM_SEED ?? 1);
const seeds = (count: number): number[] => {
  const length = process.env.SIM_SEED === undefined ? Number(process.env.SIM_SEEDS ?? count) : 1;
  return Array.from({ length }, (_, index) => FIRST + index);
};

describe.each([1, 2, 3, 4, 7])("%i nodes", (nodes) => {
  test("in calm weather: a block per interval, in round 0, signed by all", async () => {
    const simulation = new Simulation({ nodes, seed: FIRST });
    await simulation.start();
    await simulation.run(61);
    expect(simulation.observer.violations).toEqual([]);
    expect(simulation.lowest).toBe(30);
    const { blocks } = simulation.node(1).disk;
    expect(blocks.map(({ commit }) => commit.round)).toEqual(blocks.map(() => 0));
    const carried = blocks.slice(1).map(({ block }) => block.body.commits[0]?.bits.getTrueBitIndexes().length);
    expect(carried).toEqual(carried.map(() => nodes));
    await expectCertificates(simulation, `${nodes} nodes`);
  });
});

/** Every node can make a certificate of the newest checkpoint that at least an interval has passed since. */
async function expectCertificates(simulation: Simulation, context: string): Promise<void> {
  const voters = simulation.nodes.map(({ id }) => ({ id, blsKey: keyOf(id).publicKey }));
  const height = Math.floor((simulation.lowest - 1) / 5) * 5;
  for (const node of simulation.honest) {
    const certificate = await node.attester?.certificate(height, voters);
    expect(certificate, context).toBeDefined();
    expect(certificate?.signers.length, context).toBeGreaterThan((2 * voters.length) / 3);
  }
}

/** Safety all along, and blocks again once the world has calmed down. */
async function survive(options: SimulationOptions, chaos: ChaosOptions): Promise<void> {
  const context = `replay: SIM_SEED=${options.seed} npx vitest run test/simulation`;
  const simulation = new Simulation(options);
  await simulation.start();
  await runChaos(simulation, chaos);
  await simulation.heal();
  await simulation.run(30);
  const healed = simulation.lowest;
  await simulation.run(30);
  expect(simulation.observer.violations, context).toEqual([]);
  expect(simulation.lowest - healed, context).toBeGreaterThanOrEqual(options.liars === undefined ? 12 : 5);
  await expectCertificates(simulation, context);
}

test.each(seeds(6))("seed %i: storms, four nodes", async (seed) => {
  await survive({ nodes: 4, seed }, { seconds: 60, partitions: false, crashes: false });
});

test.each(seeds(6))("seed %i: partitions, four nodes", async (seed) => {
  await survive({ nodes: 4, seed }, { seconds: 60, storms: false, crashes: false });
});

test.each(seeds(6))("seed %i: crashes and restarts, three nodes", async (seed) => {
  await survive({ nodes: 3, seed }, { seconds: 60, storms: false, partitions: false });
});

test.each(seeds(6))("seed %i: everything at once, four nodes of which one lies", async (seed) => {
  await survive({ nodes: 4, seed, liars: [1 + (seed % 4)] }, { seconds: 60 });
});

test.each(seeds(3))("seed %i: everything at once, seven nodes of which two lie", async (seed) => {
  await survive({ nodes: 7, seed, liars: [2, 5] }, { seconds: 40 });
});

test("two thirds down: the chain waits, says for whom, and goes on by itself", async () => {
  const simulation = new Simulation({ nodes: 4, seed: FIRST });
  await simulation.start();
  await simulation.run(11);
  const before = simulation.lowest;
  simulation.node(2).crash();
  simulation.node(3).crash();
  await simulation.run(120);
  expect(simulation.node(1).height - before).toBeLessThanOrEqual(1);
  const status = simulation.node(1).engine?.status();
  expect(status?.waitingFor).toMatchObject({ have: 2, need: 3, missing: [2, 3] });
  await simulation.node(3).start();
  await simulation.run(60);
  expect(simulation.observer.violations).toEqual([]);
  // A dead proposer of four costs its rounds 4 s: 3 s for the proposal, 1 s for the precommits.
  expect(simulation.node(1).height - before).toBeGreaterThanOrEqual(10);
});

test.each([1, 4])(
  "must-not-repeat 3.14: %i nodes of which none may vote at first go on when they may",
  async (nodes) => {
    const simulation = new Simulation({ nodes, seed: FIRST });
    for (const node of simulation.nodes) node.mayVote = { ok: false, code: "L2_NOT_FOLLOWED" };
    await simulation.start();
    await simulation.run(20);
    expect(simulation.lowest).toBe(0);
    expect(simulation.node(1).engine?.status().canVote).toEqual({ ok: false, code: "L2_NOT_FOLLOWED" });
    for (const node of simulation.nodes) {
      node.mayVote = { ok: true };
      await simulation.run(2);
    }
    await simulation.run(30);
    expect(simulation.observer.violations).toEqual([]);
    expect(simulation.lowest).toBeGreaterThanOrEqual(10);
  },
);

test("a slow but honest node appears in the blocks, by the fullest commit or by late bits", async () => {
  const simulation = new Simulation({ nodes: 4, seed: FIRST, maxClockSkewMs: 0 });
  simulation.network.slow.set(4, 2_500);
  await simulation.start();
  await simulation.run(90);
  expect(simulation.observer.violations).toEqual([]);
  const blocks = simulation.node(1).disk.blocks.map(({ block }) => block);
  const newest = blocks.length - 6;
  const seen = new Set(
    blocks.flatMap(({ body }) => body.commits.filter(({ bits }) => bits.get(3)).map(({ height }) => height)),
  );
  // Rounds that time out on its proposals are its own.
  const missing = blocks.slice(0, newest).filter(({ header }) => !seen.has(header.height));
  expect(newest).toBeGreaterThan(10);
  expect(missing.map(({ header }) => header.height)).toEqual([]);
  expect(blocks.some(({ body }) => body.commits.length > 1)).toBe(true);
});

test("nodes outside the validator set follow block by block and sign nothing", async () => {
  const simulation = new Simulation({ nodes: 4, seed: FIRST, followers: 2 });
  await simulation.start();
  await simulation.run(61);
  expect(simulation.observer.violations).toEqual([]);
  expect(simulation.lowest).toBe(30);
  expect(simulation.node(5).disk.guard).toEqual([]);
  expect(simulation.node(5).engine?.status()).toMatchObject({ isValidator: false, height: 31 });
});

test("the same seed gives the same run, to the last message", async () => {
  const run = async (seed: number): Promise<string> => {
    const simulation = new Simulation({ nodes: 4, seed, liars: [2] });
    await simulation.start();
    await runChaos(simulation, { seconds: 30 });
    return simulation.fingerprint();
  };
  expect(await run(11)).toBe(await run(11));
  expect(await run(11)).not.toBe(await run(12));
});
