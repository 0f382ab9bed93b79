import { setTimeout } from "node:timers/promises";
import {
  type Account,
  type Address,
  type Chain,
  encodeAbiParameters,
  type Hex,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { devnetL1GatewayAbi, devnetL2GatewayAbi } from "../../../src/index.ts";

/** One chain's end of the devnet's bridge. The wallet is the relayer's. */
export type BridgeEnd = {
  readonly client: PublicClient;
  readonly wallet: WalletClient<Transport, Chain, Account>;
  readonly gateway: Address;
};

/** How much was carried over. */
export type Relayed = { readonly registrations: number; readonly deposits: number; readonly withdrawals: number };

/** A transfer begun on one chain. Both gateways' events have these arguments. */
type Transfer = {
  readonly args: {
    readonly l1Token: Address;
    readonly from: Address;
    readonly to: Address;
    readonly number: bigint;
    readonly amount: bigint;
  };
};

/** Milliseconds between two looks. */
const POLLING_MS = 20;
const ALL = { fromBlock: "earliest", strict: true } as const;

/**
 * Plays the part of Arbitrum's messages on a devnet: reads each chain's gateway for what is to happen on the other and
 * has it happen there. It keeps no state: what was carried out is known to the gateways, so it may be started anew.
 */
export function createRelayer(l1: BridgeEnd, l2: BridgeEnd) {
  async function settle({ client }: BridgeEnd, hash: Hex): Promise<void> {
    const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: POLLING_MS });
    if (status !== "success") throw new Error(`${hash} reverted.`);
  }

  async function relayRegistrations(): Promise<number> {
    const gateway = { abi: devnetL2GatewayAbi, address: l2.gateway } as const;
    const filter = { abi: devnetL1GatewayAbi, address: l1.gateway, eventName: "TokenSet", ...ALL } as const;
    let relayed = 0;
    for (const { args } of await l1.client.getContractEvents(filter)) {
      const { l1Token, l2Token } = args;
      const known = await l2.client.readContract({ ...gateway, functionName: "l1ToL2Token", args: [l1Token] });
      if (known === l2Token) continue;
      const call = { ...gateway, functionName: "registerTokenFromL1", args: [[l1Token], [l2Token]] } as const;
      await settle(l2, await l2.wallet.writeContract(call));
      relayed += 1;
    }
    return relayed;
  }

  async function carryOut(there: BridgeEnd, transfers: readonly Transfer[]): Promise<number> {
    // Both gateways finalize by the same two functions.
    const gateway = { abi: devnetL2GatewayAbi, address: there.gateway } as const;
    let relayed = 0;
    for (const { args } of transfers) {
      const { l1Token, from, to, amount, number } = args;
      if (await there.client.readContract({ ...gateway, functionName: "finalized", args: [number] })) continue;
      const data = encodeAbiParameters([{ type: "uint256" }], [number]);
      const message = [l1Token, from, to, amount, data] as const;
      const call = { ...gateway, functionName: "finalizeInboundTransfer", args: message } as const;
      await settle(there, await there.wallet.writeContract(call));
      relayed += 1;
    }
    return relayed;
  }

  const deposits = { abi: devnetL1GatewayAbi, address: l1.gateway, eventName: "DepositInitiated", ...ALL } as const;
  const withdrawals = {
    abi: devnetL2GatewayAbi,
    address: l2.gateway,
    eventName: "WithdrawalInitiated",
    ...ALL,
  } as const;

  /** Carries over what there is now. */
  async function relay(): Promise<Relayed> {
    return {
      registrations: await relayRegistrations(),
      deposits: await carryOut(l2, await l1.client.getContractEvents(deposits)),
      withdrawals: await carryOut(l1, await l2.client.getContractEvents(withdrawals)),
    };
  }

  /** Watches both chains until the signal; rejects when a message can't be carried out. */
  async function watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await relay();
      await setTimeout(POLLING_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  return { relay, watch };
}
