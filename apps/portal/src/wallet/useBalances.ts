import { useQuery } from "@tanstack/react-query";
import { erc20Abi, type Hex } from "viem";
import { usePortal } from "../app/portal.ts";

/** SESH in base units and ETH in wei of an account, read from the L2. */
export function useBalances(account: Hex | undefined, sesh: Hex | undefined) {
  const { openL2 } = usePortal();
  return useQuery({
    queryKey: ["balances", account, sesh],
    enabled: account !== undefined && sesh !== undefined,
    refetchInterval: 4_000,
    queryFn: async () => {
      if (account === undefined || sesh === undefined) throw new RangeError("no account");
      const publicClient = await openL2();
      const [seshUnits, wei] = await Promise.all([
        publicClient.readContract({ address: sesh, abi: erc20Abi, functionName: "balanceOf", args: [account] }),
        publicClient.getBalance({ address: account }),
      ]);
      return { sesh: seshUnits, eth: wei };
    },
  });
}
