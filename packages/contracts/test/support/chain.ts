import { devAccounts } from "@session/testing";
import { network } from "hardhat";
import {
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type Hex,
  type LocalAccount,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** Accounts the simulated chain funds: the well-known development keys. */
export const accounts: readonly LocalAccount[] = devAccounts.map(({ privateKey }) => privateKeyToAccount(privateKey));

/** Account number `index`. */
export function account(index: number): LocalAccount {
  const found = accounts[index];
  if (found === undefined) throw new RangeError(`There are ${accounts.length} accounts, not ${index + 1}.`);
  return found;
}

export type TestChain = Awaited<ReturnType<typeof createChain>>;

/** A simulated chain of its own under Osaka rules. */
export async function createChain(chainId = 31337) {
  const connection = await network.create({ network: "default", override: { chainId } });
  const transport = custom(connection.provider, { retryCount: 0 });
  const chain: Chain = defineChain({
    id: chainId,
    name: "simulated",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
  const client = createPublicClient({ chain, transport, pollingInterval: 5, cacheTime: 0 });
  const request = (method: string, params: readonly unknown[] = []) =>
    connection.provider.request({ method, params: [...params] });

  return {
    chainId,
    transport,
    client,
    request,
    /** A client that signs as account number `index`. */
    wallet: (index: number) => createWalletClient({ chain, transport, account: account(index) }),
    /** Time of the latest block, unix seconds. */
    async now(): Promise<bigint> {
      return (await client.getBlock()).timestamp;
    },
    /** Lets so many seconds pass. */
    async pass(seconds: bigint | number): Promise<void> {
      await request("evm_increaseTime", [Number(seconds)]);
      await request("evm_mine");
    },
    /** Mines a block at exactly this time; the next transaction comes at least one second later. */
    async moveTo(timestamp: bigint): Promise<void> {
      await request("evm_setNextBlockTimestamp", [Number(timestamp)]);
      await request("evm_mine");
    },
    /** Time of the block the next transaction gets. */
    async setNextTime(timestamp: bigint): Promise<void> {
      await request("evm_setNextBlockTimestamp", [Number(timestamp)]);
    },
    /** Undoes everything since this call. */
    async snapshot(): Promise<() => Promise<void>> {
      const id = await request("evm_snapshot");
      return async () => {
        await request("evm_revert", [id]);
      };
    },
    async impersonate<T>(address: Address, action: () => Promise<T>): Promise<T> {
      await request("hardhat_setBalance", [address, "0xde0b6b3a7640000"]);
      await request("hardhat_impersonateAccount", [address]);
      try {
        return await action();
      } finally {
        await request("hardhat_stopImpersonatingAccount", [address]);
      }
    },
    /** Gas of a transaction that succeeded. */
    async gasUsed(hash: Hex): Promise<bigint> {
      const receipt = await client.getTransactionReceipt({ hash });
      if (receipt.status !== "success") throw new Error(`${hash} reverted.`);
      return receipt.gasUsed;
    },
  };
}
