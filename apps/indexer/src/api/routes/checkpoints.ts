import { checkpointDigest } from "@session/bls";
import { cursorPage, decodeCursor, implement, notFound, type TypedApp } from "@session/http";
import { BlockHeaderSsz, presetOf } from "@session/protocol";
import { type IndexedCheckpoint, checkpointRoutes as routes } from "@session/sdk/indexer-api";
import { desc, eq, inArray, max, type SQL, sql } from "drizzle-orm";
import { bytesToHex, type Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import type { IndexerModules } from "../../modules.ts";
import { certificates, chainBlocks } from "../../raw/schema.ts";
import { acceptedCheckpoints } from "../../views/claims/schema.ts";
import { HEIGHT } from "../cursors.ts";

type Modules = Pick<IndexerModules, "database" | "network">;
type Accepted = typeof acceptedCheckpoints.$inferSelect;
type Certificate = typeof certificates.$inferSelect;

/** Two offsets stand before the header in a `FinalBlock` (SSZ: block, commit). */
const HEADER_FROM = 9;
const header = sql<Uint8Array>`substring(${chainBlocks.ssz} from ${sql.raw(String(HEADER_FROM))} for ${sql.raw(
  String(BlockHeaderSsz.fixedSize),
)})`;

export function checkpointRoutes(app: TypedApp, { database, network }: Modules): void {
  const { queries } = database;
  const { genesis } = network;
  const interval = presetOf(genesis.preset).checkpointIntervalBlocks;
  const domain = {
    chainId: genesis.chainId,
    verifyingContract: bytesToHex(genesis.contracts.serviceNodeRewards),
  };
  const newestHeight = async (): Promise<number> => {
    const [head] = await queries.select({ height: max(chainBlocks.height) }).from(chainBlocks);
    return Math.floor((head?.height ?? 0) / interval) * interval;
  };
  const select = (where: SQL | undefined) =>
    queries
      .select({ height: chainBlocks.height, time: chainBlocks.time, hash: chainBlocks.hash, header })
      .from(chainBlocks)
      .where(where)
      .orderBy(desc(chainBlocks.height));

  implement(app, routes.listCheckpoints, async ({ query: { cursor, limit } }) => {
    const below = decodeCursor(cursor, [HEIGHT])?.[0];
    const newest = below === undefined ? await newestHeight() : Math.ceil(Number(below) / interval - 1) * interval;
    const heights = Array.from({ length: limit + 1 }, (_, index) => newest - index * interval).filter((h) => h > 0);
    const rows = heights.length === 0 ? [] : await select(inArray(chainBlocks.height, heights));
    const { items, next } = cursorPage(rows, limit, ({ height }) => [height]);
    const shown = items.map(({ height }) => height);
    const accepted = await acceptedAt(queries, shown);
    const signed = await certificatesAt(queries, shown);
    return {
      items: items.map((row) => {
        const certificate = signed.get(row.height);
        return {
          ...formatRef(row),
          signatures:
            certificate === undefined ? null : { signed: certificate.signed.length, absent: certificate.absent.length },
          l2: formatAccepted(accepted.get(row.height)),
        };
      }),
      next,
    };
  });

  implement(app, routes.getCheckpoint, async ({ params }) => {
    const height = params.height === "latest" ? await newestHeight() : params.height;
    const isOne = height > 0 && height % interval === 0;
    const [row] = isOne ? await select(eq(chainBlocks.height, height)) : [];
    if (row === undefined) throw notFound(`Checkpoint ${params.height}`);
    const ref = formatRef(row);
    const certificate = (await certificatesAt(queries, [height])).get(height);
    const digest = checkpointDigest({ ...ref, height: BigInt(height), time: BigInt(row.time) }, domain);
    return {
      ...ref,
      digest: bytesToHex(digest),
      certificate: certificate === undefined ? null : formatCertificate(certificate),
      l2: formatAccepted((await acceptedAt(queries, [height])).get(height)),
    };
  });
}

function formatRef({ height, time, hash, header }: { height: number; time: number; hash: Hex; header: Uint8Array }) {
  const { claimsRoot } = BlockHeaderSsz.deserialize(header);
  return { height, time, blockHash: hash, claimsRoot: bytesToHex(claimsRoot) };
}

function formatCertificate({ signature, nonSigners, setVersion, signed, absent }: Certificate) {
  return { signature, nonSigners, setVersion: setVersion.toString(), signed, absent };
}

function formatAccepted(row: Accepted | undefined): IndexedCheckpoint["l2"] {
  if (row === undefined) return null;
  const { blockNumber, time, txHash, signers, nodes, isRevoked } = row;
  return {
    ...{ blockNumber: blockNumber.toString(), time: Number(time), txHash },
    ...{ signers, nodes, revoked: isRevoked === 1 },
  };
}

async function acceptedAt(queries: Queries, heights: readonly number[]): Promise<Map<number, Accepted>> {
  if (heights.length === 0) return new Map();
  const rows = await queries
    .select()
    .from(acceptedCheckpoints)
    .where(inArray(acceptedCheckpoints.height, heights.map(BigInt)));
  return new Map(rows.map((row) => [Number(row.height), row]));
}

async function certificatesAt(queries: Queries, heights: readonly number[]): Promise<Map<number, Certificate>> {
  if (heights.length === 0) return new Map();
  const rows = await queries
    .select()
    .from(certificates)
    .where(inArray(certificates.height, [...heights]));
  return new Map(rows.map((row) => [row.height, row]));
}
