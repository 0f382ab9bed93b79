import type { Wallet } from "@session/sdk";
import { useQuery } from "@tanstack/react-query";
import { usePortal } from "../app/portal.ts";
import { useSettled } from "../data/useSettled.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { type CostDependency, toCostKey } from "./cost.ts";

export type CostEstimate = {
  /** Wei at the most a unit of gas costs now; undefined while it is looked for and where it can't be known. */
  readonly wei: bigint | undefined;
  readonly isPending: boolean;
  /** False where the act goes on with what its first transaction makes, and the RPC can't play that: it costs more. */
  readonly isWhole: boolean;
  /** Why the act would fail now, where that is the reason for not knowing. */
  readonly error: Error | null;
};

const FRESH_MS = 30_000;
/** While somebody types an amount, each digit would be another question. */
const SETTLE_MS = 400;

/**
 * What an act costs before it is signed, by a dry run of the same act: nothing is sent, the person isn't asked.
 *
 * @param act - the very SDK action that is signed later, e.g. `(wallet) => claim(wallet, {…})`
 * @param deps - everything `act` takes from its surroundings that changes what is sent: amounts, addresses, ids
 * @param isOn - false while the input isn't complete
 */
export function useCost(
  act: (wallet: Wallet) => Promise<unknown>,
  deps: readonly CostDependency[],
  isOn = true,
): CostEstimate {
  const { config, openL2 } = usePortal();
  const { address } = useWallet();
  const queryKey = toCostKey(config.chainId, address, deps);
  const isSettled = useSettled(queryKey.join(), SETTLE_MS);
  const query = useQuery({
    queryKey,
    enabled: isOn && isSettled && address !== undefined,
    queryFn: async () => {
      if (address === undefined) throw new RangeError("no account");
      const [publicClient, { dryRun }] = await Promise.all([openL2(), import("@session/sdk/dry-run")]);
      return dryRun(act, { publicClient, account: address });
    },
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  });
  const isAsked = isOn && address !== undefined;
  const { feeWei, isWhole = true } = isOn ? { ...query.data } : {};
  return { wei: feeWei, isWhole, isPending: isAsked && query.isPending, error: query.error };
}
