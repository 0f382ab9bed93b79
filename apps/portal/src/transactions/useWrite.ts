import type { Wallet } from "@session/sdk";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useWallet } from "../wallet/useWallet.ts";

/**
 * Runs a write action of the SDK with the connected wallet. The SDK simulates each call before it is signed.
 *
 * @param onSent - hears of every transaction when the wallet has sent it, an approval's included
 */
export function useWrite<Input, Result>(
  act: (wallet: Wallet, input: Input) => Promise<Result>,
  onSent: (hash: Hex) => void = () => undefined,
) {
  const { open } = useWallet();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: Input) => act(await open(onSent), input),
    onSettled: () =>
      Promise.all(["indexer", "balances", "cost"].map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
}
