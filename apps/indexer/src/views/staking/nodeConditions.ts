import { type NodeLifecycleState, nodeStates } from "@session/sdk/indexer-api";
import { and, eq, gte, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { Hex } from "viem";
import { HALF_MODULUS } from "../../economics/compressBls.ts";
import { chainNodes } from "../nodes/schema.ts";
import { isRefused } from "./nodeColumns.ts";
import { stakedContributors, stakedNodes } from "./schema.ts";

/** `lifecycleOf` as conditions over the joined tables, so that indexes find the few nodes of a rare state. */
export function stateCondition(states: readonly NodeLifecycleState[], graceEndsBefore: number): SQL | undefined {
  if (states.length >= nodeStates.length) return undefined;
  return or(...states.map((state) => conditionOf(state, graceEndsBefore)));
}

const stays = isNull(stakedNodes.left);
const isLocked = sql`(${stakedNodes.left} is not null and ${stakedNodes.lockedUntil} > 0 and ${stakedNodes.withdrawnBlock} is null)`;
const isPaidOut = sql`(${stakedNodes.lockedUntil} = 0 or ${stakedNodes.withdrawnBlock} is not null)`;
const isWorking = inArray(chainNodes.status, ["joining", "active"]);

/** @param graceEndsBefore removals at or before this time have had their grace: chain time − exit grace */
function conditionOf(state: NodeLifecycleState, graceEndsBefore: number): SQL | undefined {
  const isLiquidatable = sql`(${chainNodes.removedReason} in ('voluntary', 'deregistered')
    and ${chainNodes.removedAt} <= ${graceEndsBefore})`;
  switch (state) {
    case "locked":
      return isLocked;
    case "exited":
      return or(and(eq(stakedNodes.left, "exited"), isPaidOut), and(stays, eq(chainNodes.status, "forgotten")));
    case "liquidated":
      return and(eq(stakedNodes.left, "liquidated"), isPaidOut);
    case "pendingOnL2":
      return and(stays, isNull(chainNodes.id), sql`not ${isRefused}`);
    case "rejected":
      return and(stays, or(and(eq(chainNodes.status, "removed"), eq(chainNodes.removedReason, "rejected")), isRefused));
    case "liquidatable":
      return and(stays, eq(chainNodes.status, "removed"), isLiquidatable);
    case "exitable":
      return and(
        stays,
        eq(chainNodes.status, "removed"),
        sql`${chainNodes.removedReason} is distinct from 'rejected' and ${isLiquidatable} is not true`,
      );
    case "decommissioned":
      return and(stays, eq(chainNodes.status, "decommissioned"));
    case "unlocking":
      return and(stays, isWorking, isNotNull(chainNodes.unlockAt));
    case "exitRequested":
      return and(stays, isWorking, isNull(chainNodes.unlockAt), isNotNull(stakedNodes.exitRequestedTime));
    case "joining":
    case "active":
      return and(
        stays,
        eq(chainNodes.status, state),
        isNull(chainNodes.unlockAt),
        isNull(stakedNodes.exitRequestedTime),
      );
  }
}

/** In the contract, or left under a lock. */
export const isPresent: SQL = sql`((${stakedNodes.left} is null and ${chainNodes.status} is distinct from 'forgotten') or ${isLocked})`;

/** The address is a staker or a beneficiary of the node; a staker at position 0 is the operator. */
export function hasContributor(who: {
  readonly staker?: Hex | undefined;
  readonly beneficiary?: Hex | undefined;
}): SQL {
  const { nodeId, staker, beneficiary } = stakedContributors;
  const isWho = or(
    who.staker === undefined ? undefined : eq(staker, who.staker),
    who.beneficiary === undefined ? undefined : eq(beneficiary, who.beneficiary),
  );
  return inArray(stakedNodes.id, new QueryBuilder().select({ nodeId }).from(stakedContributors).where(isWho));
}

const MAX_ID = 2 ** 24 - 1;
const ID_DIGITS = 8;
/** Finds nodes by the start of their id, of a key or of the operator's address. */
export function searchCondition(search: string): SQL | undefined {
  const hex = search.toLowerCase().replace(/^0x/, "");
  const isNumber = /^\d{1,8}$/.test(search);
  // So few digits of a key would find nodes by chance, beside the one whose id was meant.
  const keys = isNumber && hex.length < 4 ? [] : keyConditions(hex);
  return or(...(isNumber ? idConditions(search) : []), ...keys) ?? sql`false`;
}

function idConditions(digits: string): SQL[] {
  const conditions: SQL[] = [];
  for (let more = 0; digits.length + more <= ID_DIGITS; more++) {
    const first = Number(digits) * 10 ** more;
    if (first > MAX_ID || digits.startsWith("0")) break;
    conditions.push(sql`${stakedNodes.id} between ${first} and ${Math.min(MAX_ID, first + 10 ** more - 1)}`);
  }
  return conditions;
}

function keyConditions(hex: string): SQL[] {
  const conditions: (SQL | undefined)[] = [];
  if (hex.length <= 40) conditions.push(startsWith(stakedNodes.operator, hex, 20));
  if (hex.length <= 64) conditions.push(startsWith(stakedNodes.ed25519, hex, 32));
  conditions.push(blsCondition(hex));
  return conditions.filter((condition) => condition !== undefined);
}

/** The start of a BLS key, affine (its first digit is 0 or 1) or compressed (three flags in its first digit). */
export function blsCondition(hex: string): SQL | undefined {
  const first = Number.parseInt(hex.charAt(0), 16);
  if (first <= 1) return startsWith(stakedNodes.bls, hex, 96);
  if ((first & 0b1100) !== 0b1000 || hex.length > 96) return undefined;
  const y = sql`substring(${stakedNodes.bls} from 49)`;
  const half = sql.raw(`'\\x${HALF_MODULUS}'::bytea`);
  const isSigned = (first & 0b0010) !== 0 ? sql`${y} > ${half}` : sql`${y} <= ${half}`;
  return and(startsWith(stakedNodes.bls, `${(first & 1).toString(16)}${hex.slice(1)}`, 96), isSigned);
}

type BytesColumn = typeof stakedNodes.operator | typeof stakedNodes.ed25519 | typeof stakedNodes.bls;

function startsWith(column: BytesColumn, hex: string, sizeBytes: number): SQL | undefined {
  const digits = 2 * sizeBytes;
  return and(gte(column, `0x${hex.padEnd(digits, "0")}`), lte(column, `0x${hex.padEnd(digits, "f")}`));
}
