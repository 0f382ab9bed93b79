import { ProblemError } from "@session/http";
import type { PreparedRegistration } from "@session/sdk";
import { and, count, desc, eq, gt, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Database, Queries } from "../database/database.ts";
import { chainNodes } from "../views/nodes/schema.ts";
import { pools } from "../views/pools/schema.ts";
import { stakedNodes } from "../views/staking/schema.ts";
import { preparedRegistrations } from "./schema.ts";

export type RegistrationLimits = {
  /** How long a registration is kept after it was posted last. */
  readonly validSec: number;
  readonly perOperator: number;
};
export type RegistrationRow = typeof preparedRegistrations.$inferSelect;

/** Prepared registrations; what comes in has been verified. Times are unix seconds. */
export class RegistrationStore {
  readonly #database: Database;
  readonly #limits: RegistrationLimits;

  constructor(database: Database, limits: RegistrationLimits) {
    this.#database = database;
    this.#limits = limits;
  }

  /**
   * Stores or renews.
   *
   * @throws ProblemError ALREADY_REGISTERED, KEY_IN_POOL, TOO_MANY_REGISTRATIONS
   */
  async save(registration: PreparedRegistration, nowSec: number): Promise<RegistrationRow> {
    const row = toRow(registration, nowSec, this.#limits.validSec);
    return this.#database.transaction(async ({ queries }) => {
      await refuseRegistered(queries, registration);
      await refusePooled(queries, row);
      await this.#refuseTooMany(queries, row, nowSec);
      const { operator: _, ed25519: __, ...content } = row;
      const [saved = row] = await queries
        .insert(preparedRegistrations)
        .values(row)
        .onConflictDoUpdate({
          target: [preparedRegistrations.operator, preparedRegistrations.ed25519],
          // A signature that deletes one posting must not delete the next, be it of the same second.
          set: { ...content, createdAt: sql`greatest(excluded.created_at, ${preparedRegistrations.createdAt} + 1)` },
        })
        .returning();
      return saved;
    });
  }

  list(of: { readonly operator: Hex } | { readonly ed25519: Hex }, nowSec: number): Promise<RegistrationRow[]> {
    const isOf =
      "operator" in of
        ? eq(preparedRegistrations.operator, of.operator)
        : eq(preparedRegistrations.ed25519, of.ed25519);
    return this.#database.queries
      .select()
      .from(preparedRegistrations)
      .where(and(isOf, gt(preparedRegistrations.expiresAt, BigInt(nowSec))))
      .orderBy(desc(preparedRegistrations.createdAt), preparedRegistrations.operator, preparedRegistrations.ed25519)
      .limit(this.#limits.perOperator);
  }

  async find(operator: Hex, ed25519: Hex, nowSec: number): Promise<RegistrationRow | undefined> {
    const [row] = await this.#database.queries
      .select()
      .from(preparedRegistrations)
      .where(and(isRow(operator, ed25519), gt(preparedRegistrations.expiresAt, BigInt(nowSec))));
    return row;
  }

  /** Deletes the posting of that time; false if there is another or none. */
  async delete(row: RegistrationRow): Promise<boolean> {
    const deleted = await this.#database.queries
      .delete(preparedRegistrations)
      .where(and(isRow(row.operator, row.ed25519), eq(preparedRegistrations.createdAt, row.createdAt)))
      .returning({ operator: preparedRegistrations.operator });
    return deleted.length > 0;
  }

  /** How many expired ones were deleted. */
  async sweep(nowSec: number): Promise<number> {
    const swept = await this.#database.queries
      .delete(preparedRegistrations)
      .where(lte(preparedRegistrations.expiresAt, BigInt(nowSec)))
      .returning({ operator: preparedRegistrations.operator });
    return swept.length;
  }

  async #refuseTooMany(queries: Queries, row: RegistrationRow, nowSec: number): Promise<void> {
    const { perOperator } = this.#limits;
    const [others] = await queries
      .select({ count: count() })
      .from(preparedRegistrations)
      .where(
        and(
          eq(preparedRegistrations.operator, row.operator),
          ne(preparedRegistrations.ed25519, row.ed25519),
          gt(preparedRegistrations.expiresAt, BigInt(nowSec)),
        ),
      );
    if ((others?.count ?? 0) < perOperator) return;
    throw new ProblemError(
      { code: "TOO_MANY_REGISTRATIONS", status: 422, limit: perOperator },
      `${row.operator} has ${perOperator} prepared registrations: delete some, or wait until they expire.`,
    );
  }
}

const isRow = (operator: Hex, ed25519: Hex) =>
  and(eq(preparedRegistrations.operator, operator), eq(preparedRegistrations.ed25519, ed25519));

const lower = (hex: Hex) => hex.toLowerCase() as Hex;

function toRow(registration: PreparedRegistration, nowSec: number, validSec: number): RegistrationRow {
  return {
    operator: lower(registration.operator),
    ed25519: lower(registration.ed25519Pubkey),
    bls: lower(registration.blsPubkey),
    proofOfPossession: lower(registration.proofOfPossession),
    ed25519Signature: lower(registration.ed25519Signature),
    createdAt: BigInt(nowSec),
    expiresAt: BigInt(nowSec + validSec),
  };
}

/** x ‖ y without the padding of EIP-2537, as `staked_nodes` has it. */
const toAffine = (eip2537: Hex): Hex => `0x${eip2537.slice(2 + 32, 2 + 128)}${eip2537.slice(2 + 160)}`;

/**
 * A BLS key in the contract is its node's own. An ed25519 key may stand there without its owner's will, as the contract
 * can't verify it; the appchain then refuses the node, and such a row stops nobody.
 */
async function refuseRegistered(queries: Queries, registration: PreparedRegistration): Promise<void> {
  const isBls = eq(stakedNodes.bls, lower(toAffine(registration.blsPubkey)));
  const isEd25519 = and(
    eq(stakedNodes.ed25519, lower(registration.ed25519Pubkey)),
    sql`${chainNodes.removedReason} is distinct from 'rejected'`,
  );
  const [found] = await queries
    .select({ id: stakedNodes.id })
    .from(stakedNodes)
    .leftJoin(chainNodes, eq(chainNodes.id, stakedNodes.id))
    .where(and(isNull(stakedNodes.left), or(isBls, isEd25519)))
    .limit(1);
  if (found === undefined) return;
  throw new ProblemError(
    { code: "ALREADY_REGISTERED", status: 422, nodeId: found.id },
    `These keys are registered already, as node ${found.id}.`,
  );
}

/** Only the operator's own pools count: anyone may name a stranger's ed25519 key in theirs. */
async function refusePooled(queries: Queries, row: RegistrationRow): Promise<void> {
  const [found] = await queries
    .select({ address: pools.address })
    .from(pools)
    .where(
      and(eq(pools.ed25519, row.ed25519), eq(pools.operator, row.operator), inArray(pools.state, ["open", "full"])),
    )
    .limit(1);
  if (found === undefined) return;
  throw new ProblemError(
    { code: "KEY_IN_POOL", status: 422, pool: found.address },
    `These keys are in the operator's pool ${found.address}, which has contributions: fill it, or cancel it first.`,
  );
}
