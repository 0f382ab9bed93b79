import { serviceNodeRewardsAbi } from "@session/contracts";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import type { ClaimWindow } from "./model.ts";

/** Claims of others fill the cycle, too. */
const EVERY_MS = 15_000;

/** What the running cycle still pays, from the contract itself: no indexer could be as fresh. */
export function useClaimWindow(contract: Hex, recipient: Hex) {
  const { openL2 } = usePortal();
  return useQuery({
    // Under "balances": a claim of the reader changes it at once.
    queryKey: ["balances", "claimWindow", contract, recipient.toLowerCase()],
    refetchInterval: EVERY_MS,
    queryFn: async (): Promise<ClaimWindow> => {
      const publicClient = await openL2();
      const call = { address: contract, abi: serviceNodeRewardsAbi } as const;
      const [[left, , endsAt], [, leftForRecipient]] = await Promise.all([
        publicClient.readContract({ ...call, functionName: "claimWindow" }),
        publicClient.readContract({ ...call, functionName: "claims", args: [recipient] }),
      ]);
      return { left, leftForRecipient, endsAt: Number(endsAt) };
    },
  });
}
