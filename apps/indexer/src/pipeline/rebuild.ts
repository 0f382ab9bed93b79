import type { FollowerStore } from "@session/l2";
import { L2Views, type L2ViewsModules, type L2ViewsOptions } from "./l2Views.ts";
import { openRawSource } from "./rawSource.ts";

/**
 * Makes the views of L2 again from the raw tables alone: empties them, then replays every stored step. Killed in between it
 * has lost nothing: whoever follows next goes on from where it was.
 */
export async function rebuildL2(
  store: Pick<FollowerStore, "state" | "stepsAfter" | "logs">,
  options: L2ViewsOptions,
  modules: L2ViewsModules,
): Promise<void> {
  const views = new L2Views(options, modules);
  await views.clear();
  await views.follow(await openRawSource(store));
}
