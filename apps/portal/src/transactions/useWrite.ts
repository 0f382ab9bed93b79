import type { Wallet } from "@session/sdk";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { type SentTransaction, sentStore } from "./sent.ts";

/** What an act may change of what is shown. */
const TOUCHED = ["indexer", "balances", "cost"];

/**
 * Runs a write action of the SDK with the connected wallet. The SDK simulates each call before it is signed. Each transaction
 * is remembered by this browser until it is settled.
 *
 * @param onSent - hears of every transaction when the wallet has sent it, an approval's included; once more when the wallet
 * replaced it by one that pays more
 * @returns the mutation, and `retry`, which does the same again after an error
 */
export function useWrite<Input, Result>(
  act: (wallet: Wallet, input: Input) => Promise<Result>,
  onSent: (hash: Hex) => void = () => undefined,
) {
  const open = useTrackedWallet();
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (input: Input) => {
      const tracked = await open(onSent);
      const result = await act(tracked.wallet, input);
      tracked.settle(receiptHashOf(result));
      return result;
    },
    onSettled: () => Promise.all(TOUCHED.map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
  const { mutate, variables } = mutation;
  return { ...mutation, retry: () => mutate(variables as Input) };
}

function useTrackedWallet() {
  const { config } = usePortal();
  const { address, open } = useWallet();
  return async (onSent: (hash: Hex) => void) => {
    let functionName: string | null = null;
    let last: Hex | undefined;
    const hear = (hash: Hex): SentTransaction => {
      const sent = {
        ...{ hash, nonce: null, functionName, chainId: config.chainId, sentAtMs: Date.now() },
        ...{ account: address ?? "0x", path: globalThis.location.pathname },
      } as const;
      last = hash;
      sentStore().remember(sent);
      onSent(hash);
      return sent;
    };
    const wallet = await open((hash) => {
      const sent = hear(hash);
      void readNonce(wallet.publicClient, hash).then((nonce) => {
        if (nonce !== null && sentStore().find(hash) !== undefined) sentStore().remember({ ...sent, nonce });
      });
    });
    const writeContract = (request: { functionName: string }) => {
      functionName = request.functionName;
      return wallet.walletClient.writeContract(request as never);
    };
    const walletClient = { ...wallet.walletClient, writeContract } as unknown as Wallet["walletClient"];
    const settle = (mined: Hex | undefined) => {
      if (last === undefined || mined === undefined || mined === last) return;
      sentStore().forget(last);
      hear(mined);
    };
    return { wallet: { ...wallet, walletClient }, settle };
  };
}

function readNonce(client: Wallet["publicClient"], hash: Hex): Promise<number | null> {
  return client.getTransaction({ hash }).then(
    ({ nonce }) => nonce,
    () => null,
  );
}

/** Of what was mined in the end: where a wallet speeds a transaction up, another than it has sent first. */
export function receiptHashOf(result: unknown): Hex | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  if ("transactionHash" in result) return result.transactionHash as Hex;
  return "receipt" in result ? receiptHashOf(result.receipt) : undefined;
}
