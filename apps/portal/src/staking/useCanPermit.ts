import { useQuery } from "@tanstack/react-query";
import { type Hex, parseAbi } from "viem";
import { usePortal } from "../app/portal.ts";

const NONCES = parseAbi(["function nonces(address owner) view returns (uint256)"]);
/** Code of an account that has delegated to a contract (EIP-7702): its own key still signs. */
const DELEGATED = "0xef0100";

/**
 * Whether the account can sign an allowance (ERC-2612) in place of sending one: the token must know permits, and a
 * contract's account has no key of its own. False while it isn't known.
 */
export function useCanPermit(token: string | undefined, account: string | undefined): boolean {
  const { openL2 } = usePortal();
  const { data } = useQuery({
    queryKey: ["canPermit", token, account],
    enabled: token !== undefined && account !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async () => {
      const client = await openL2();
      const [code] = await Promise.all([
        client.getCode({ address: account as Hex }),
        client.readContract({
          ...{ address: token as Hex, abi: NONCES, functionName: "nonces" },
          args: [account as Hex],
        }),
      ]);
      return code === undefined || code === "0x" || code.startsWith(DELEGATED);
    },
  });
  return data ?? false;
}
