import type { Wallet } from "@session/sdk";
import { Amount, defineMessages, useT } from "@session/ui";
import { type CostDependency, LEAST_SHOWN_WEI, toAboutWei } from "./cost.ts";
import { type CostEstimate, useCost } from "./useCost.ts";

export { type CostEstimate, useCost } from "./useCost.ts";

const messages = defineMessages("portal.cost", {
  about: "Network fee about {amount}",
  least: "Network fee less than {amount}",
  aboutAll: "Network fee of all steps about {amount}",
  leastAll: "Network fee of all steps less than {amount}",
  atLeast: "Network fee of all steps: at least {amount}",
  pending: "Network fee: working it out…",
  unknown: "Network fee: shown by your wallet",
});

export type CostProps = {
  /** The act as it will be signed; it is run dry, see `useCost`. */
  readonly act: (wallet: Wallet) => Promise<unknown>;
  /** All that `act` takes from its surroundings: amounts, addresses, ids. */
  readonly deps: readonly CostDependency[];
  /** False while the input isn't complete. */
  readonly isOn?: boolean;
};

/** What an act costs, before it is signed. */
export function Cost({ act, deps, isOn = true }: CostProps) {
  return <CostLine cost={useCost(act, deps, isOn)} />;
}

export type CostLineProps = {
  readonly cost: CostEstimate;
  /** True where it is the cost of several transactions, one after the other. */
  readonly ofAll?: boolean;
};

/** The same, where the page has asked already because it needs the figure for its checks, too. */
export function CostLine({ cost: { wei, isWhole, isPending }, ofAll = false }: CostLineProps) {
  const t = useT(messages);
  const isTiny = wei !== undefined && wei < LEAST_SHOWN_WEI && (isWhole || !ofAll);
  const words = ofAll && !isWhole ? "atLeast" : (`${isTiny ? "least" : "about"}${ofAll ? "All" : ""}` as const);
  return (
    <p className="text-sm text-muted" aria-live="polite">
      {wei === undefined && t(isPending ? "pending" : "unknown")}
      {wei !== undefined && t.rich(words, { amount: <Wei value={isTiny ? LEAST_SHOWN_WEI : toAboutWei(wei)} /> })}
    </p>
  );
}

function Wei({ value }: { readonly value: bigint }) {
  return <Amount value={value} unit="ETH" decimals={18} maxDecimals={18} />;
}
