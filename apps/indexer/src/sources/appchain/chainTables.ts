import type { Height } from "@session/protocol";
import { and, asc, desc, eq, gte, inArray, lte, max } from "drizzle-orm";
import type { Queries, Writer } from "../../database/database.ts";
import { chainBlocks, chainStates, cursors } from "../../raw/schema.ts";
import type { ExecutedBlock } from "./executeBlock.ts";
import { toHex } from "./hex.ts";

/** States kept: one may turn out damaged. */
const KEPT_STATES = 2;

export type Cursor = { readonly height: Height; readonly hash: `0x${string}` };
export type StoredBlock = { readonly height: Height; readonly hash: `0x${string}`; readonly ssz: Uint8Array };

export async function readCursor(queries: Queries): Promise<Cursor | undefined> {
  const [row] = await queries.select().from(cursors).where(eq(cursors.source, "chain"));
  return row === undefined ? undefined : { height: Number(row.number), hash: row.hash };
}

export function writeCursor(writer: Writer, { height, hash }: Cursor): Promise<void> {
  const number = BigInt(height);
  return writer.upsert(cursors, [{ source: "chain", number, hash, finalNumber: number }]);
}

export async function readBlocks(queries: Queries, from: Height, limit: number): Promise<StoredBlock[]> {
  const rows = await queries
    .select({ height: chainBlocks.height, hash: chainBlocks.hash, ssz: chainBlocks.ssz })
    .from(chainBlocks)
    .where(and(gte(chainBlocks.height, from), lte(chainBlocks.height, from + limit - 1)))
    .orderBy(asc(chainBlocks.height));
  return rows.map((row) => ({ ...row, ssz: plainBytes(row.ssz) }));
}

/** 0 without any. */
export async function newestStoredHeight(queries: Queries): Promise<Height> {
  const [row] = await queries.select({ newest: max(chainBlocks.height) }).from(chainBlocks);
  return row?.newest ?? 0;
}

export function appendBlocks(writer: Writer, blocks: readonly ExecutedBlock[]): Promise<void> {
  return writer.append(
    chainBlocks,
    blocks.map(({ ssz, hash, final: { block } }) => ({
      ...{ height: block.header.height, hash: toHex(hash), time: block.header.time },
      ...{ proposer: block.header.proposer, round: block.header.round, ssz },
      l2Number: BigInt(block.header.l2Number),
      l2Events: block.body.l2Events.length,
      isCheckpoint: isZero(block.header.claimsRoot) ? 0 : 1,
    })),
  );
}

/** Heights of kept states up to `height`, newest first. */
export async function stateHeights(queries: Queries, height: Height): Promise<Height[]> {
  const rows = await queries
    .select({ height: chainStates.height })
    .from(chainStates)
    .where(lte(chainStates.height, height))
    .orderBy(desc(chainStates.height));
  return rows.map((row) => row.height);
}

export async function readState(queries: Queries, height: Height): Promise<Uint8Array | undefined> {
  const [row] = await queries.select().from(chainStates).where(eq(chainStates.height, height));
  return row === undefined ? undefined : plainBytes(row.ssz);
}

export async function dropStates(queries: Queries, heights: readonly Height[]): Promise<void> {
  if (heights.length > 0) await queries.delete(chainStates).where(inArray(chainStates.height, [...heights]));
}

/** Keeps this state and the newest ones before it. */
export async function writeState(writer: Writer, height: Height, ssz: Uint8Array): Promise<void> {
  await writer.upsert(chainStates, [{ height, ssz }]);
  const known = await stateHeights(writer.queries, height);
  await dropStates(writer.queries, known.slice(KEPT_STATES));
}

/** The database's buffers are views into larger ones, whose `slice` shares memory. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
