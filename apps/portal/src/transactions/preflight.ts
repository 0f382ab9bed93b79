import type { Hex } from "viem";
import type { SwitchableFeature } from "../config/network.ts";

/** What a flow needs before its button works; a connected wallet on the right chain always. */
export type Needs = {
  /** Base units the holder must have. */
  readonly sesh?: bigint;
  /** Whose SESH it is: a vesting contract, say. Default: the wallet's own account. */
  readonly holder?: Hex | undefined;
  /** ETH for the network fee. Default: true. */
  readonly eth?: boolean;
  /** The fee as far as it is known, wei. */
  readonly costWei?: bigint | undefined;
  /** What a pause stops: `rewards` the act itself; a pool's address only the registration once it is full. */
  readonly pausable?: "rewards" | Hex;
  /** Kill switch of the site. */
  readonly feature?: SwitchableFeature;
};

export type PreflightFacts = {
  readonly account: Hex | undefined;
  readonly isWrongChain: boolean;
  /** Base units of the holder; undefined while unknown. */
  readonly sesh: bigint | undefined;
  /** ETH of the wallet's account. */
  readonly wei: bigint | undefined;
  /** The RPC doesn't answer, so balances stay unknown. */
  readonly isRpcAway: boolean;
  /** End of a pause, unix seconds; null without one. */
  readonly pausedUntil: number | null;
  readonly disabled: readonly SwitchableFeature[];
  readonly nowSec: number;
};

/** What stands in the way. All but `POOL_PAUSED` stop the flow. */
export type Fault =
  | { readonly code: "NOT_CONNECTED" | "WRONG_CHAIN" | "SWITCHED_OFF" | "RPC_AWAY" | "ETH_NONE" }
  | { readonly code: "SESH_MISSING"; readonly needed: bigint; readonly held: bigint }
  | { readonly code: "ETH_MISSING"; readonly needed: bigint; readonly held: bigint }
  | { readonly code: "PAUSED" | "POOL_PAUSED"; readonly until: number };

/** What stands in the way of a flow, the most fundamental first. */
export function findFaults(needs: Needs, facts: PreflightFacts): Fault[] {
  const faults: Fault[] = [];
  if (needs.feature !== undefined && facts.disabled.includes(needs.feature)) faults.push({ code: "SWITCHED_OFF" });
  faults.push(...findPause(needs, facts));
  if (facts.account === undefined) return [...faults, { code: "NOT_CONNECTED" }];
  if (facts.isWrongChain) faults.push({ code: "WRONG_CHAIN" });
  if (facts.isRpcAway) return [...faults, { code: "RPC_AWAY" }];
  const { sesh, wei } = facts;
  if (needs.sesh !== undefined && sesh !== undefined && sesh < needs.sesh)
    faults.push({ code: "SESH_MISSING", needed: needs.sesh, held: sesh });
  if ((needs.eth ?? true) && wei !== undefined) faults.push(...findFeeFault(needs.costWei, wei));
  return faults;
}

function findPause({ pausable }: Needs, { pausedUntil, nowSec }: PreflightFacts): Fault[] {
  if (pausable === undefined || pausedUntil === null || pausedUntil <= nowSec) return [];
  return [{ code: pausable === "rewards" ? "PAUSED" : "POOL_PAUSED", until: pausedUntil }];
}

function findFeeFault(costWei: bigint | undefined, held: bigint): Fault[] {
  if (held === 0n) return [{ code: "ETH_NONE" }];
  return costWei !== undefined && held < costWei ? [{ code: "ETH_MISSING", needed: costWei, held }] : [];
}

/** Whether the button may work: nothing stands in the way, and what is needed is known to be there. */
export function isReadyToSign(needs: Needs, facts: PreflightFacts): boolean {
  if (findFaults(needs, facts).some(({ code }) => code !== "POOL_PAUSED")) return false;
  return (needs.sesh === undefined || facts.sesh !== undefined) && (needs.eth === false || facts.wei !== undefined);
}
