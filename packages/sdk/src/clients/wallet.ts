import type { Account, Chain, PublicClient, Transport, WalletClient } from "viem";

/** What write actions need: reads and simulation from one client, signatures from the other, on the same chain. */
export type Wallet = {
  readonly publicClient: PublicClient<Transport, Chain>;
  readonly walletClient: WalletClient<Transport, Chain, Account>;
};
