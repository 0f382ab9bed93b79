import type { Wallet } from "@session/sdk";
import { Amount, defineMessages, useT } from "@session/ui";
import { type CostDependency, LEAST_SHOWN_WEI, toAboutWei } from "./cost.ts";
import { type CostEstimate, useCost } from "./useCost.ts";

export { type CostEstimate, useCost } from "./useCost.ts";

const messages = defineMessages("portal.cost", {
  about: "Network fee about {amount}",
  least: "Network fee less than {amount}",
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

/** The same, where the page has asked already because it needs the figure for its checks, too. */
export function CostLine({ cost: { wei, isPending } }: { readonly cost: CostEstimate }) {
  const t = useT(messages);
  return (
    <p className="text-sm text-muted" aria-live="polite">
      {wei === undefined && t(isPending ? "pending" : "unknown")}
      {wei !== undefined &&
        t.rich(wei < LEAST_SHOWN_WEI ? "least" : "about", {
          amount: <Wei value={wei < LEAST_SHOWN_WEI ? LEAST_SHOWN_WEI : toAboutWei(wei)} />,
        })}
    </p>
  );
}

function Wei({ value }: { readonly value: bigint }) {
  return <Amount value={value} unit="ETH" decimals={18} maxDecimals={18} />;
}
