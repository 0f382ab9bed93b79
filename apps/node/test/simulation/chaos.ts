import type { Simulation } from "./simulation.ts";
import { CALM, SLOW, STORM } from "./virtualNetwork.ts";

export type ChaosOptions = {
  readonly seconds: number;
  /** Longest time between two faults, milliseconds. */
  readonly paceMs?: number;
  /** What may happen; all by default. */
  readonly storms?: boolean;
  readonly partitions?: boolean;
  readonly crashes?: boolean;
};

/** Lets random faults happen to a running simulation, a few per ten seconds of its time. */
export async function runChaos(simulation: Simulation, options: ChaosOptions): Promise<void> {
  const random = simulation.random.fork("chaos");
  const { network, clock } = simulation;
  const faults: (() => void | Promise<void>)[] = [];
  if (options.storms ?? true)
    faults.push(() => {
      network.weather = random.chance(0.6) ? STORM : CALM;
    });
  if (options.partitions ?? true) {
    faults.push(() => {
      const ids = random.shuffle(simulation.nodes.map(({ id }) => id));
      const size = random.int(1, ids.length - 1);
      network.partition([ids.slice(0, size), ids.slice(size)]);
    });
    faults.push(() => network.cut(random.int(1, simulation.nodes.length), random.int(1, simulation.nodes.length)));
    faults.push(() => network.heal());
  }
  if (options.crashes ?? true)
    faults.push(async () => {
      const node = random.pick(simulation.nodes);
      if (!node.isUp) return node.start();
      node.crash();
      if (random.chance(0.7)) clock.setTimeout(() => void (node.isUp || node.start()), random.int(1, 3_000));
      return undefined;
    });
  const endMs = clock.now() + options.seconds * 1000;
  while (clock.now() < endMs) {
    await random.pick(faults)();
    await simulation.run(random.int(50, options.paceMs ?? 5_000) / 1000);
  }
}

const WATCH_MS = 20;

/**
 * A scheduler with a grudge: whoever decides a block first is cut off at once, with everything it had on its way, for
 * longer than a round; the others must come to the same block without it.
 */
export async function isolateDeciders(simulation: Simulation, options: { readonly seconds: number }): Promise<void> {
  const { network, clock } = simulation;
  const random = simulation.random.fork("scheduler");
  network.weather = SLOW;
  const endMs = clock.now() + options.seconds * 1000;
  while (clock.now() < endMs) {
    await clock.advance(WATCH_MS);
    const heights = simulation.honest.map((node) => node.height);
    const highest = Math.max(...heights);
    const first = simulation.honest.filter((node) => node.height === highest);
    const [victim] = first;
    if (first.length !== 1 || victim === undefined || Math.min(...heights) < highest - 1) continue;
    network.partition([[victim.id], simulation.nodes.filter(({ id }) => id !== victim.id).map(({ id }) => id)]);
    await simulation.run(random.int(5, 25));
    network.heal();
    await simulation.run(random.int(1, 4));
  }
}
