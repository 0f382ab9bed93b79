import type { AddressRewards, RewardsOfAddress } from "@session/sdk/indexer-api";
import type { RouteInput } from "@session/web";
import { getAddress, type Hex } from "viem";
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
  { address: asked }: RouteInput<"getRewards">,
  last: RewardsOfAddress | undefined,
): Promise<RewardsOfAddress> {
  const address = getAddress(asked);
  const [rewards, block, claims] = await Promise.all([
    readAddressRewards(source, address),
    source.l2.getBlockNumber(),
    readClaims(source, address),
  ]);
  return {
    byNode: [],
    ...last,
    claims: claims ?? last?.claims ?? { items: [], next: null },
    ...rewards,
    address,
    asOf: { l2Block: block.toString(), height: rewards.checkpointHeight ?? 0 },
  };
}

const MOST_CLAIMS = 20;

/** The newest claims by their events; undefined where the RPC can't look that far back. */
async function readClaims(source: ChainSource, recipient: Hex): Promise<RewardsOfAddress["claims"] | undefined> {
  const { l2 } = source;
  const filter = {
    ...rewardsContract(source),
    eventName: "RewardsClaimed",
    args: { recipient },
    fromBlock: 0n,
  } as const;
  const events = await l2.getContractEvents(filter).catch(() => undefined);
  const newest = events?.slice(-MOST_CLAIMS).reverse();
  const items = newest?.map(async ({ args, transactionHash, blockNumber, logIndex }) => ({
    at: Number((await l2.getBlock({ blockNumber })).timestamp),
    amount: String(args.amount ?? 0n),
    lifetimeRewards: String(args.lifetimeRewards ?? 0n),
    txHash: transactionHash,
    block: blockNumber.toString(),
    logIndex,
  }));
  return items === undefined ? undefined : { items: await Promise.all(items), next: null };
}
