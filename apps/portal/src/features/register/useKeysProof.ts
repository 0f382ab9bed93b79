import { checkRegistration, preparedRegistrationSchema, type RegistrationFault } from "@session/sdk";
import type { StoredRegistration } from "@session/sdk/indexer-api";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";

type Domain = { readonly chainId: bigint; readonly contract: Hex };

/**
 * Checks both keys' signatures in this browser: an indexer that lies could make a person pay for a registration the
 * contract or the network refuses.
 *
 * @returns undefined while it checks, null when they are good
 */
export function useKeysProof(registration: StoredRegistration, domain: Domain): RegistrationFault | null | undefined {
  const { data } = useQuery({
    queryKey: ["keysProof", registration.ed25519Signature, registration.proofOfPossession, registration.operator],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { noble } = await import("@session/bls/noble");
      return checkRegistration(noble, preparedRegistrationSchema.parse(registration), domain) ?? null;
    },
  });
  return data;
}
