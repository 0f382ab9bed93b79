import { useQuery } from "@tanstack/react-query";
import { type Hex, parseAbi } from "viem";
import { usePortal } from "../app/portal.ts";

const ALLOWANCE = parseAbi(["function allowance(address owner, address spender) view returns (uint256)"]);

export type NeedsApprovalParameters = {
  readonly token: Hex;
  readonly owner: Hex;
  readonly spender: Hex;
  /** Base units. */
  readonly amount: bigint;
};

/** Whether the token asks for an approval before the spender can take the amount. True while it isn't known: most do. */
export function useNeedsApproval({ token, owner, spender, amount }: NeedsApprovalParameters): boolean {
  const { openL2 } = usePortal();
  const { data } = useQuery({
    // Among the balances, which are read anew after every transaction.
    queryKey: ["balances", "allowance", token, owner, spender],
    queryFn: async () =>
      (await openL2()).readContract({
        address: token,
        abi: ALLOWANCE,
        functionName: "allowance",
        args: [owner, spender],
      }),
  });
  return data === undefined || data < amount;
}
