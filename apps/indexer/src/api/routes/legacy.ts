import { implement, type TypedApp } from "@session/http";
import { legacyRoutes as routes } from "@session/sdk/indexer-api";
import { and, desc, eq, gt } from "drizzle-orm";
import type { Hex } from "viem";
import { clockOf, type DataServices, nowSec } from "../../economics/dataServices.ts";
import { preparedRegistrations } from "../../registrations/schema.ts";
import { contributionsOf, poolsOfAccounts } from "../../views/pools/queries.ts";
import type { NodeRow } from "../../views/staking/nodeColumns.ts";
import { listNodes, nodesById, type ShareRow, sharesOfAccounts, sharesOfNodes } from "../../views/staking/queries.ts";
import { lockedOf } from "../../views/staking/stakeSums.ts";
import { addressText } from "../format/addressText.ts";
import { formatLegacyContract, formatLegacyNode, legacyKey, legacyNetworkOf } from "../format/legacyFormat.ts";
import { addressRewards } from "../format/rewardsFormat.ts";
import { nodeFormat } from "./nodes.ts";

const MAX_NODES = 65_536;
const MAX_ITEMS = 2_000;

/** The read routes of the present network's staking backend. Deprecated; whatever they answer stands in `/v1`, too. */
export function legacyRoutes(app: TypedApp, services: DataServices): void {
  const { queries } = services.database;
  const common = async () => ({ network: await legacyNetworkOf(services), t: nowSec(services) });

  implement(app, routes.getLegacyInfo, common);

  // Some megabytes: made once for each position, as the bytes that are sent.
  implement(app, routes.getLegacyNodes, async (_, { reply }) => {
    const body = await services.cache.get("legacy nodes", async () =>
      Buffer.from(JSON.stringify({ nodes: await readNodes(services), ...(await common()) })),
    );
    return reply.type("application/json; charset=utf-8").send(body as never);
  });

  implement(app, routes.getLegacyStakes, async ({ params }) => {
    const { address } = params;
    const shares = await sharesOfAccounts(queries, [address], MAX_ITEMS);
    const held = [...new Set(shares.filter(({ staker }) => staker === address).map(({ nodeId }) => nodeId))];
    const [nodes, pools, vestings = []] = await Promise.all([
      nodesById(queries, held),
      poolsOfAccounts(queries, [address], MAX_ITEMS),
      services.vestings.list(),
    ]);
    const inside = await contributionsOf(
      queries,
      pools.map((pool) => pool.address),
    );
    return {
      stakes: await withShares(services, [...nodes.values()]),
      contracts: pools.map((pool) => formatLegacyContract(pool, inside.get(pool.address) ?? [])),
      vesting: vestings
        .filter(({ beneficiary }) => beneficiary === address)
        .map((vesting) => ({
          address: addressText(vesting.address),
          beneficiary: addressText(vesting.beneficiary),
          time_end: vesting.end,
        })),
      ...(await common()),
    };
  });

  implement(app, routes.getLegacyRegistrations, async ({ params }) => {
    const { operator, ed25519, expiresAt, createdAt } = preparedRegistrations;
    const isIts = params.key.length === 42 ? eq(operator, params.key) : eq(ed25519, params.key);
    const rows = await queries
      .select()
      .from(preparedRegistrations)
      .where(and(isIts, gt(expiresAt, BigInt(nowSec(services)))))
      .orderBy(desc(createdAt));
    return { registrations: rows.map(formatRegistration), ...(await common()) };
  });

  implement(app, routes.getLegacyRewards, async ({ params }) => {
    const [rewards, stakes] = await Promise.all([
      addressRewards(services, params.address),
      lockedOf(queries, params.address),
    ]);
    return {
      rewards: {
        address: addressText(params.address),
        amount: rewards.claimable,
        lifetime_rewards: rewards.lifetime,
        claimed_rewards: rewards.claimed,
        locked_stakes: stakes.staked.toString(),
        timelocked_stakes: stakes.locked.toString(),
      },
      ...(await common()),
    };
  });
}

async function readNodes(services: DataServices) {
  const order = { sort: "id", isDescending: false, after: undefined, limit: MAX_NODES } as const;
  return withShares(services, await listNodes(services.database.queries, {}, order, clockOf(services)));
}

async function withShares(services: DataServices, rows: readonly NodeRow[]) {
  const shares = new Map<number, ShareRow[]>(rows.map(({ contract }) => [contract.id, []]));
  for (const share of await sharesOfNodes(services.database.queries, [...shares.keys()]))
    shares.get(share.nodeId)?.push(share);
  const format = await nodeFormat(services, rows);
  return rows.map((row) => formatLegacyNode(row, shares.get(row.contract.id) ?? [], format));
}

function formatRegistration(row: typeof preparedRegistrations.$inferSelect) {
  const key = (bytes: Hex) => legacyKey(bytes);
  return {
    operator: addressText(row.operator),
    pubkey_ed25519: key(row.ed25519),
    pubkey_bls: key(row.bls),
    sig_ed25519: key(row.ed25519Signature),
    sig_bls: key(row.proofOfPossession),
    timestamp: Number(row.createdAt),
  };
}
