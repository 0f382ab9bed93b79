import type { StakesResponse } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";

export type Vesting = StakesResponse["vestings"][number];

/**
 * `waiting` until the cliff, or until the end of one that may be staked · `vesting` evenly, a linear one · `over` everything
 * has vested · `revoked`.
 */
export type VestingState = "waiting" | "vesting" | "over" | "revoked";

export function stateOf({ revokedAt, kind, cliff, end }: Vesting, nowSec: number): VestingState {
  if (revokedAt !== null) return "revoked";
  if (nowSec >= end) return "over";
  return kind === "linear" && cliff !== null && nowSec >= cliff ? "vesting" : "waiting";
}

/** When something vests next, unix seconds; undefined where everything has, or nothing more will. */
export function nextVestingAt(vesting: Vesting, nowSec: number): number | undefined {
  const state = stateOf(vesting, nowSec);
  if (state === "waiting") return vesting.cliff ?? vesting.end;
  return state === "vesting" ? vesting.end : undefined;
}

/** All that ever came in and isn't lost: what is here, what is staked, what was paid. Base units. */
export function totalOf({ balance, staked, released }: Vesting): bigint {
  return BigInt(balance) + BigInt(staked) + BigInt(released);
}

/** What has vested, paid or not. Base units. */
export function vestedOf({ released, releasable }: Vesting): bigint {
  return BigInt(released) + BigInt(releasable);
}

/** `vestsOn`: all that has vested is paid, and more vests each second. */
export type NoRelease = "notHolder" | "notYet" | "vestsOn" | "nothing";

/** Why the account can't be paid now; undefined when it can. */
export function whyNoRelease(vesting: Vesting, account: Hex, nowSec: number): NoRelease | undefined {
  if (!isAddressEqual(vesting.holder as Hex, account)) return "notHolder";
  if (BigInt(vesting.releasable) > 0n) return undefined;
  const state = stateOf(vesting, nowSec);
  if (state === "waiting") return "notYet";
  return state === "vesting" ? "vestsOn" : "nothing";
}

export type Ability = "register" | "join" | "exit" | "withdraw" | "release";

/** What the account can have the vesting do, now or later: a revoked one stakes no more, a linear one never does. */
export function abilitiesOf(vesting: Vesting, account: Hex): Ability[] {
  if (!isAddressEqual(vesting.holder as Hex, account)) return [];
  if (vesting.kind === "linear") return ["release"];
  return vesting.revokedAt === null
    ? ["register", "join", "exit", "withdraw", "release"]
    : ["exit", "withdraw", "release"];
}

/** How the account stands to the vesting once it is revoked. */
export type RevokedFor = "revoker" | "formerBeneficiary" | "beneficiary";

/** The revoker holds what returns of a stakeable one; a linear one leaves its beneficiary what had vested. */
export function revokedFor({ kind, holder }: Vesting, account: Hex): RevokedFor {
  if (kind === "linear") return "beneficiary";
  return isAddressEqual(holder as Hex, account) ? "revoker" : "formerBeneficiary";
}

/** What a vesting has in nodes and pools, one line each, paid-out nodes left out. */
export type VestingStake =
  | { readonly kind: "node"; readonly node: StakesResponse["nodes"][number]["node"]; readonly amount: bigint }
  | { readonly kind: "pool"; readonly pool: StakesResponse["pools"][number]["pool"]; readonly amount: bigint };

export function stakesOf({ nodes, pools }: Pick<StakesResponse, "nodes" | "pools">, vesting: Vesting): VestingStake[] {
  const isOwn = ({ account }: { account: string }) => isAddressEqual(account as Hex, vesting.address as Hex);
  return [
    ...nodes
      .filter(isOwn)
      .filter(({ node }) => node.state !== "exited" && node.state !== "liquidated")
      .map(({ node, stake }) => ({ kind: "node", node, amount: BigInt(stake) }) as const),
    ...pools
      .filter(isOwn)
      .filter(({ pool, contribution }) => pool.state !== "finalized" && BigInt(contribution) > 0n)
      .map(({ pool, contribution }) => ({ kind: "pool", pool, amount: BigInt(contribution) }) as const),
  ];
}
