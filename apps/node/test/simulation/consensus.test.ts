import { expect, test } from "vitest";
import { Simulation } from "./simulation.ts";

const SEED = Number(process.env.SIM_SEED ?? 1);

test.each([1, 2, 3, 4, 7])(
  "%i nodes in calm weather make a block per interval, in round 0, signed by all",
  async (nodes) => {
    const simulation = new Simulation({ nodes, seed: SEED });
    await simulation.start();
    await simulation.run(61);
    expect(simulation.observer.violations).toEqual([]);
    expect(simulation.lowest).toBe(30);
    const blocks = simulation.node(1).disk.blocks;
    expect(blocks.map(({ commit }) => commit.round)).toEqual(blocks.map(() => 0));
  },
);
