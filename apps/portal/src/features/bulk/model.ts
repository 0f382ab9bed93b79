import type { StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";

/** What can be done to many nodes at once. */
export const bulkKinds = ["requestExit", "exit", "exitAfterWait", "withdrawLocked"] as const;
export type BulkKind = (typeof bulkKinds)[number];

/** One line of the list that is ticked: a node, by the account that holds the share. */
export type RowKey = `${number}-${string}`;

export function rowKeyOf(nodeId: number, account: string): RowKey {
  return `${nodeId}-${account.toLowerCase()}`;
}

/** What is possible now for the ticked lines, by kind; a node that two accounts share leaves once. */
export function bulkChoices(
  { actions }: Pick<StakesResponse, "actions">,
  ticked: ReadonlySet<RowKey>,
): ReadonlyMap<BulkKind, readonly StakeAction[]> {
  const choices = new Map<BulkKind, StakeAction[]>();
  for (const action of actions) {
    const { type, nodeId, account, isPossible } = action;
    if (!isBulkKind(type) || nodeId === null || !isPossible || !ticked.has(rowKeyOf(nodeId, account))) continue;
    const chosen = choices.get(type) ?? [];
    if (!chosen.some((other) => other.nodeId === nodeId)) choices.set(type, [...chosen, action]);
  }
  return choices;
}

/** Whether a line can be ticked: something can be done about it now. */
export function canTick({ actions }: Pick<StakesResponse, "actions">, key: RowKey): boolean {
  return actions.some(
    ({ type, nodeId, account, isPossible }) =>
      isPossible && nodeId !== null && isBulkKind(type) && rowKeyOf(nodeId, account) === key,
  );
}

function isBulkKind(type: StakeAction["type"]): type is BulkKind {
  return bulkKinds.some((kind) => kind === type);
}

/** One act of the queue, as it is kept: amounts would be text. */
export type BulkItem =
  | { readonly type: BulkKind; readonly nodeId: number }
  | { readonly type: "claim"; readonly recipient: Hex };

/** One transaction to come: all that one contract takes at once. */
export type PlannedStep = {
  /** The vesting contract that has to send it; null for the wallet itself. */
  readonly via: Hex | null;
  readonly items: readonly BulkItem[];
};

export type PlanParameters = {
  readonly kind: BulkKind;
  readonly actions: readonly StakeAction[];
  readonly signer: Hex;
  /** Claimed along, in the first transaction. */
  readonly claimFor: Hex | null;
  /** Most items of one transaction. */
  readonly maxItems: number;
};

/**
 * Splits what was chosen into transactions. The rewards contract takes many calls in one (`multicall`), whoever the stakes
 * belong to; only a request must come from the contributor itself, and a vesting contract passes on one call at a time.
 */
export function planSteps({ kind, actions, signer, claimFor, maxItems }: PlanParameters): PlannedStep[] {
  const isOwn = (action: StakeAction) => kind !== "requestExit" || isAddressEqual(action.account as Hex, signer);
  const toItem = ({ nodeId }: StakeAction): BulkItem[] => (nodeId === null ? [] : [{ type: kind, nodeId }]);
  const together: BulkItem[] = [
    ...(claimFor === null ? [] : [{ type: "claim" as const, recipient: claimFor }]),
    ...actions.filter(isOwn).flatMap(toItem),
  ];
  const batches = Array.from(
    { length: Math.ceil(together.length / maxItems) },
    (_, index): PlannedStep => ({
      via: null,
      items: together.slice(index * maxItems, (index + 1) * maxItems),
    }),
  );
  const passedOn = actions
    .filter((action) => !isOwn(action))
    .map((action): PlannedStep => ({ via: action.account as Hex, items: toItem(action) }));
  return [...batches, ...passedOn];
}

export type BulkSentence = {
  readonly nodes: readonly number[];
  /** Base units that return to all contributors. */
  readonly total: bigint;
  /** To the reader's accounts. */
  readonly mine: bigint;
  /** Shares of others. */
  readonly others: number;
  /** Nodes whose stake leaving puts under a lock: the network deregistered them. */
  readonly locking: number;
};

/** Who gets what when the chosen nodes leave, from what the list knows. */
export function toBulkSentence(
  { nodes }: Pick<StakesResponse, "nodes">,
  actions: readonly StakeAction[],
): BulkSentence {
  const ids = new Set(actions.flatMap(({ nodeId }) => (nodeId === null ? [] : [nodeId])));
  const own = nodes.filter(({ node, stake }) => ids.has(node.id) && BigInt(stake) > 0n);
  const byId = new Map(own.map(({ node }) => [node.id, node]));
  const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
  const contributors = [...byId.values()].reduce((count, node) => count + node.contributors, 0);
  return {
    nodes: [...ids].sort((a, b) => a - b),
    total: sum([...byId.values()].map(({ deposit }) => deposit)),
    mine: sum(own.map(({ returns }) => returns)),
    others: contributors - own.length,
    locking: actions.filter(({ type, amount }) => type === "exit" && amount === "0").length,
  };
}
