import type { Account, Chain, Hex, PublicClient, Transport, WalletClient } from "viem";

/** One of several calls a wallet sends together. */
export type BatchCall = { readonly to: Hex; readonly data: Hex };

/** What write actions need: reads and simulation from one client, signatures from the other, on the same chain. */
export type Wallet = {
  readonly publicClient: PublicClient<Transport, Chain>;
  readonly walletClient: WalletClient<Transport, Chain, Account>;
  /**
   * Sends calls as one, all or none (EIP-5792), where the wallet can; `findWalletBatch` finds out. An approval and what needs it
   * are then one request to the person.
   *
   * @returns the transaction that holds them, once it is mined
   */
  readonly sendBatch?: (calls: readonly BatchCall[]) => Promise<Hex>;
};
