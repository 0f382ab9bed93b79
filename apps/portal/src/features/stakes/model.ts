import type { NodeSummary, StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";
import { isUnknownBeyondContract } from "../../data/knownState.ts";

export type StakedNode = StakesResponse["nodes"][number];
export type StakedPool = StakesResponse["pools"][number];
export type StakeTotals = StakesResponse["totals"];

/** What can be done about one node by one account, what is possible first. */
export function actionsOf(
  { actions }: Pick<StakesResponse, "actions">,
  { node, account }: Pick<StakedNode, "account"> & { readonly node: Pick<NodeSummary, "id"> },
): StakeAction[] {
  return actions.filter((action) => action.nodeId === node.id && isSame(action.account, account));
}

/** What can be done in one pool by one account; it is done on the pool's page. */
export function poolActionsOf(
  { actions }: Pick<StakesResponse, "actions">,
  { pool, account }: { readonly account: string; readonly pool: { readonly address: string } },
): StakeAction[] {
  return actions.filter(
    (action) => action.pool !== null && isSame(action.pool, pool.address) && isSame(action.account, account),
  );
}

export type NodeTime = {
  /**
   * `returnsIn` the network lets it go · `lockedFor` its stake is kept · `removableIn` anyone may take it out for a penalty ·
   * `creditFor` it may be out of service, then it is deregistered · `earnsIn` its rewards begin · `since` it runs, and
   * nothing is to come.
   */
  readonly kind: "returnsIn" | "lockedFor" | "removableIn" | "creditFor" | "earnsIn" | "since";
  /** Unix seconds; null where only the rest is known, and it runs with the appchain's head. */
  readonly at: number | null;
  /** Until then; for `since`, from then on. */
  readonly spanSec: number;
};

/** What comes next for a node by itself, and how long that takes. */
export function nextTimeOf(node: NodeSummary, nowSec: number): NodeTime | undefined {
  const { state, unlockAt, lockedUntil, liquidatableFrom, creditSec, payableAt, registeredAt } = node;
  const until = (kind: NodeTime["kind"], at: number | null): NodeTime | undefined =>
    at === null || at <= nowSec ? undefined : { kind, at, spanSec: at - nowSec };
  if (isUnknownBeyondContract(node)) return undefined;
  switch (state) {
    case "locked":
      return until("lockedFor", lockedUntil);
    case "unlocking":
    case "exitRequested":
      return until("returnsIn", unlockAt);
    case "exitable":
      return until("removableIn", liquidatableFrom);
    case "decommissioned":
      // Also of a node that asked to leave: it goes on leaving (must-not-repeat 4.6).
      if (unlockAt !== null) return until("returnsIn", unlockAt);
      return creditSec === null ? undefined : { kind: "creditFor", at: null, spanSec: creditSec };
    case "joining":
      return until("earnsIn", payableAt);
    case "active":
      return until("earnsIn", payableAt) ?? { kind: "since", at: registeredAt, spanSec: nowSec - registeredAt };
    default:
      return undefined;
  }
}

/** Whether the node is history: it left, and nothing of it is kept any more. */
export function isOver({ state }: Pick<NodeSummary, "state">): boolean {
  return state === "exited" || state === "liquidated";
}

export type AccountStakes = {
  readonly account: Hex;
  /** Undefined for the wallet itself. */
  readonly vesting: StakesResponse["vestings"][number] | undefined;
  /** Whether the address may act for it: a revoked vesting is its revoker's. */
  readonly isHeld: boolean;
  readonly totals: StakeTotals;
  readonly nodes: readonly StakedNode[];
  readonly pools: readonly StakedPool[];
};

/** The stakes by who holds them: the address itself, then its vesting contracts; the acting one first. */
export function toAccounts(stakes: StakesResponse, acting?: string): AccountStakes[] {
  const of = (account: string) => ({
    nodes: stakes.nodes.filter((staked) => isSame(staked.account, account)),
    pools: stakes.pools.filter((staked) => isSame(staked.account, account)),
  });
  const own: AccountStakes = {
    ...{ account: stakes.address as Hex, vesting: undefined, isHeld: true, totals: stakes.totals },
    ...of(stakes.address),
  };
  const vestings = stakes.vestings.map(
    (vesting): AccountStakes => ({
      account: vesting.address as Hex,
      vesting,
      isHeld: isSame(vesting.holder, stakes.address),
      totals: vesting.totals,
      ...of(vesting.address),
    }),
  );
  return [own, ...vestings].sort((a, b) => Number(isActing(b, acting)) - Number(isActing(a, acting)));
}

export function isActing({ account }: Pick<AccountStakes, "account">, acting: string | undefined): boolean {
  return acting !== undefined && isSame(account, acting);
}

/** Sums over all accounts, base units. */
export function sumTotals(accounts: readonly Pick<AccountStakes, "totals">[]): Record<keyof StakeTotals, bigint> {
  const sum = (name: keyof StakeTotals) => accounts.reduce((total, { totals }) => total + BigInt(totals[name]), 0n);
  return { staked: sum("staked"), returning: sum("returning"), locked: sum("locked"), inPools: sum("inPools") };
}

/** Addresses compare in any case (must-not-repeat 4.7). */
function isSame(a: string, b: string): boolean {
  return isAddressEqual(a as Hex, b as Hex);
}
