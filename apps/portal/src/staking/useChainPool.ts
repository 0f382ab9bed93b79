import { getPool } from "@session/sdk";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";

export type ChainPoolParameters = {
  readonly factory: string | null;
  /** Undefined while there is none. */
  readonly pool: string | undefined;
  /** Whose limits are asked for. */
  readonly account: string | undefined;
};

const EVERY_MS = 4_000;

/** A pool as the contract has it now: what is signed rests on this, never on what an indexer remembers. */
export function useChainPool({ factory, pool, account }: ChainPoolParameters) {
  const { openL2 } = usePortal();
  return useQuery({
    // Invalidated with the indexer's answers after every transaction.
    queryKey: ["indexer", "chainPool", factory, pool?.toLowerCase(), account?.toLowerCase()],
    enabled: factory !== null && pool !== undefined,
    refetchInterval: EVERY_MS,
    queryFn: async () => {
      const place = { factory: factory as Hex, pool: pool as Hex };
      return getPool(
        { publicClient: await openL2() },
        account === undefined ? place : { ...place, account: account as Hex },
      );
    },
  });
}
