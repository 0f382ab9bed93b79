import { onTestFinished } from "vitest";
import { topicOf } from "./fakeChain.ts";
import { World } from "./world.ts";

type WorldOptions = ConstructorParameters<typeof World>[0];

/** A world that ends with its test. */
export function startWorld(options: WorldOptions = {}): World {
  const world = new World(options);
  onTestFinished(() => world.stop());
  return world;
}

/** Twelve blocks, an event in every third. */
export async function mineSome(world: World): Promise<void> {
  for (let i = 1; i <= 12; i++) await world.mine(i % 3 === 0 ? [topicOf(i)] : []);
}
