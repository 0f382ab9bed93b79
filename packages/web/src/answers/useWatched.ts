import type { Topic } from "@session/sdk";
import { useEffect } from "react";
import type { LiveHub } from "../live/LiveHub.ts";

/** Hears of changes of these topics while the component is shown. */
export function useWatched(live: LiveHub, topics: readonly Topic[]): void {
  const watched = topics.join(",");
  useEffect(() => (watched === "" ? undefined : live.watch(watched.split(",") as Topic[])), [live, watched]);
}
