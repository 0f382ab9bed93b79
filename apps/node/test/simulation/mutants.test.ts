import { describe, expect, test } from "vitest";
import { isolateDeciders, runChaos } from "./chaos.ts";
import type { Violation } from "./observer.ts";
import { Simulation, type SimulationOptions } from "./simulation.ts";

/**
 * A simulation that finds nothing proves nothing unless it finds what was planted: each fault must show within these
 * seeds, and the same runs without it must be clean.
 */
const MAX_SEEDS = 60;
const TEST_TIMEOUT_MS = 300_000;

type Chaos = (simulation: Simulation) => Promise<void>;

type Mutant = {
  readonly name: string;
  readonly fault: Pick<SimulationOptions, "rules" | "isGuardSynced">;
  readonly nodes: number;
  readonly liars: readonly number[];
  readonly chaos: Chaos;
  readonly finds: readonly Violation["code"][];
};

const mutants: readonly Mutant[] = [
  {
    name: "lock rule dropped (lines 23 and 29)",
    fault: { rules: { mayPrevote: () => true } },
    nodes: 4,
    liars: [4],
    chaos: (simulation) => isolateDeciders(simulation, { seconds: 240 }),
    finds: ["AGREEMENT"],
  },
  {
    name: "quorum without + 1",
    fault: { rules: { quorum: (n) => Math.floor((2 * n) / 3) } },
    nodes: 4,
    liars: [],
    chaos: (simulation) => runChaos(simulation, { seconds: 60 }),
    finds: ["AGREEMENT", "VALIDITY"],
  },
  {
    name: "guard without fsync",
    fault: { isGuardSynced: false },
    nodes: 4,
    liars: [],
    chaos: (simulation) => runChaos(simulation, { seconds: 60 }),
    finds: ["DOUBLE_SIGN"],
  },
  {
    name: "vote counted twice",
    fault: { rules: { isCounted: () => false } },
    nodes: 4,
    liars: [],
    chaos: (simulation) => runChaos(simulation, { seconds: 60 }),
    finds: ["AGREEMENT", "VALIDITY"],
  },
];

async function violationsOf(options: SimulationOptions, chaos: Chaos): Promise<readonly Violation[]> {
  const simulation = new Simulation(options);
  await simulation.start();
  await chaos(simulation);
  await simulation.heal();
  await simulation.run(10);
  return simulation.observer.violations;
}

describe.each(mutants)("$name", ({ fault, nodes, liars, finds, chaos }) => {
  test("is found, and only with the fault", { timeout: TEST_TIMEOUT_MS }, async () => {
    for (let seed = 1; seed <= MAX_SEEDS; seed++) {
      const found = await violationsOf({ nodes, liars, seed, ...fault }, chaos);
      if (!found.some(({ code }) => finds.includes(code))) continue;
      console.log(`found with seed ${seed}: ${[...new Set(found.map(({ code }) => code))].join(", ")}`);
      expect(await violationsOf({ nodes, liars, seed }, chaos)).toEqual([]);
      return;
    }
    expect.fail(`not found within ${MAX_SEEDS} seeds`);
  });
});
