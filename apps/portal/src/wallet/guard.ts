import { BaseError, type Hex, isAddressEqual } from "viem";

/** The wallet as a flow began with it. */
export type HeldWallet = { readonly address: Hex; readonly chainId: number };
/** The wallet as it is now. */
export type CurrentWallet = {
  readonly isConnected: boolean;
  readonly address: Hex | undefined;
  readonly chainId: number | undefined;
};

export type WalletChange = "disconnected" | "accountChanged" | "chainChanged";

/** What has changed since the flow began that it must not go on with. */
export function findChange(held: HeldWallet, now: CurrentWallet): WalletChange | undefined {
  if (!now.isConnected || now.address === undefined) return "disconnected";
  if (!isAddressEqual(now.address, held.address)) return "accountChanged";
  return now.chainId === held.chainId ? undefined : "chainChanged";
}

/**
 * Refuses to go on with another wallet than a flow began with: half of it would be one account's, half another's. Nothing is
 * sent then.
 *
 * @throws BaseError with a name `errors/` has words for
 */
export function assertUnchanged(held: HeldWallet, now: CurrentWallet): void {
  const change = findChange(held, now);
  if (change === undefined) return;
  const nothing = "Nothing was sent.";
  if (change === "disconnected")
    throw new BaseError(`The wallet was disconnected. ${nothing}`, { name: "ConnectorNotConnectedError" });
  if (change === "chainChanged")
    throw new BaseError(`The wallet is on another chain now. ${nothing}`, { name: "ChainMismatchError" });
  throw new BaseError(`The wallet is on another account now. ${nothing}`, { name: "AccountChangedError" });
}
