import { useNow } from "@session/web";
import { useQuery } from "@tanstack/react-query";
import { usePortal } from "../app/portal.ts";
import { toChainNow } from "./chainNow.ts";

const EVERY_MS = 15_000;

/** The chain's time in unix seconds, once a second; see `toChainNow`. */
export function useChainNow(): number {
  const { openL2 } = usePortal();
  const { data } = useQuery({
    queryKey: ["chainClock"],
    refetchInterval: EVERY_MS,
    queryFn: async () => {
      const { timestamp } = await (await openL2()).getBlock();
      return { blockSec: Number(timestamp), readAtMs: Date.now() };
    },
  });
  return toChainNow(data, useNow());
}
