import type { AddressRewards, RewardsOfAddress } from "@session/sdk/indexer-api";
import { getAddress, type Hex } from "viem";
import type { Input } from "../ask.ts";
import { askNodes, type ChainSource, rewardsContract, ZERO_HASH } from "./source.ts";

/** An address's rewards: earned as a node proves it, claimed as the contract says it. */
export async function readAddressRewards(source: ChainSource, address: Hex): Promise<AddressRewards> {
  const contract = rewardsContract(source);
  const [[claimed], latest, asked] = await Promise.all([
    source.l2.readContract({ ...contract, functionName: "claims", args: [address] }),
    source.l2.readContract({ ...contract, functionName: "latestCheckpoint" }),
    askNodes(source, (node) => node.findClaim(address)),
  ]);
  const proof = asked?.answer;
  // Without a node nothing is known to be earned beyond what was paid.
  const lifetime = proof === undefined ? claimed : BigInt(proof.lifetimeRewards);
  return {
    lifetime: lifetime.toString(),
    lifetimeLedger: (lifetime * LEDGER_UNITS).toString(),
    claimed: claimed.toString(),
    claimable: (lifetime > claimed ? lifetime - claimed : 0n).toString(),
    checkpointHeight: proof?.checkpoint.height ?? null,
    accepted:
      latest.height === 0n ? null : { height: Number(latest.height), at: Number(latest.time), txHash: ZERO_HASH },
  };
}

/** Ledger units (1e-18 SESH) of a base unit (1e-9). */
const LEDGER_UNITS = 10n ** 9n;

export async function readRewards(
  source: ChainSource,
  { address: asked }: Input<"getRewards">,
  last: RewardsOfAddress | undefined,
): Promise<RewardsOfAddress> {
  const address = getAddress(asked);
  const [rewards, block] = await Promise.all([readAddressRewards(source, address), source.l2.getBlockNumber()]);
  return {
    byNode: [],
    claims: { items: [], next: null },
    ...last,
    ...rewards,
    address,
    asOf: { l2Block: block.toString(), height: rewards.checkpointHeight ?? 0 },
  };
}
