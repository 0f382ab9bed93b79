import { Amount, Banner, defineMessages, Link, Time, useT } from "@session/ui";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { usePortal } from "../app/portal.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";
import { toAboutWei } from "./cost.ts";
import type { Fault, Needs } from "./preflight.ts";
import { usePreflight } from "./usePreflight.ts";

export type { Fault, Needs } from "./preflight.ts";
export { type PreflightResult, usePreflight } from "./usePreflight.ts";

const messages = defineMessages("portal.preflight", {
  NOT_CONNECTED: "No wallet is connected",
  NOT_CONNECTED_next: "Connect one to go on.",
  WRONG_CHAIN: "Your wallet is on another network",
  WRONG_CHAIN_next: "Switch it to {network} at the top of the page.",
  SWITCHED_OFF: "This is switched off on this site for now",
  SWITCHED_OFF_next: "Your stakes and rewards are in the contracts, not here: nothing is lost by waiting.",
  RPC_AWAY: "The network's RPC doesn't answer",
  RPC_AWAY_next: "Your balances can't be read. It is asked again every few seconds.",
  SESH_MISSING: "{missing} are missing",
  SESH_MISSING_next: "This takes {needed}; the account holds {held}.",
  ETH_NONE: "There is no ETH for the network fee",
  ETH_NONE_next: "Send a little ETH on {network} to this account.",
  ETH_MISSING: "There is too little ETH for the network fee",
  ETH_MISSING_next: "It is about {needed}; the account holds {held}.",
  PAUSED: "The contract is paused",
  PAUSED_next: "It goes on by itself {until} at the latest. Exit requests and locked stakes aren't stopped.",
  POOL_PAUSED: "Registrations are paused",
  POOL_PAUSED_next: "Contributions stand; a full pool is registered once the pause is over, {until} at the latest.",
  faucet: "Get test tokens",
  reading: "Your balances are being read…",
});

export type PreflightProps = {
  readonly needs: Needs;
  /** Hears whether the flow can start, at first and whenever that changes. */
  readonly onReady?: (isReady: boolean) => void;
};

/**
 * Why a confirmation's button takes no press, in a few words: the first thing that stops the flow. The banner of the same
 * fault says what to do.
 *
 * @param isKnown - false while a balance that the flow needs is still being read
 */
export function useBlockedReason(faults: readonly Fault[], isKnown = true): ReactNode {
  const t = useT(messages);
  const { config } = usePortal();
  const stopping = faults.find(({ code }) => code !== "POOL_PAUSED");
  if (stopping !== undefined) return t.rich(stopping.code, { ...valuesOf(stopping), network: config.networkName });
  return isKnown ? undefined : t("reading");
}

/** What stands in the way of a flow, each with its next step; nothing when it can start. */
export function Preflight({ needs, onReady = () => undefined }: PreflightProps) {
  const { isReady, faults } = usePreflight(needs);
  const tell = useEffectEvent(onReady);
  useEffect(() => tell(isReady), [isReady]);
  return <FaultList faults={faults} />;
}

/** The same, where the page has asked already because its button depends on it. */
export function FaultList({ faults }: { readonly faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {faults.map((fault) => (
        <FaultBanner key={fault.code} fault={fault} />
      ))}
    </div>
  );
}

function FaultBanner({ fault }: { readonly fault: Fault }) {
  const t = useT(messages);
  const { config } = usePortal();
  const values = { ...valuesOf(fault), network: config.networkName };
  const isNote = fault.code === "POOL_PAUSED" || fault.code === "NOT_CONNECTED";
  return (
    <Banner tone={isNote ? "info" : "warn"} title={t.rich(fault.code, values)} action={<Action fault={fault} />}>
      {t.rich(`${fault.code}_next`, values)}
    </Banner>
  );
}

function valuesOf(fault: Fault): Readonly<Record<string, ReactNode>> {
  switch (fault.code) {
    case "SESH_MISSING":
      return {
        missing: <Amount value={fault.needed - fault.held} />,
        needed: <Amount value={fault.needed} />,
        held: <Amount value={fault.held} />,
      };
    case "ETH_MISSING":
      return {
        needed: <Amount value={toAboutWei(fault.needed)} unit="ETH" decimals={18} maxDecimals={18} />,
        held: <Amount value={fault.held} unit="ETH" decimals={18} maxDecimals={8} />,
      };
    case "PAUSED":
    case "POOL_PAUSED":
      return { until: <Time at={fault.until} /> };
    default:
      return {};
  }
}

const WITHOUT_TOKENS: ReadonlySet<Fault["code"]> = new Set(["SESH_MISSING", "ETH_NONE", "ETH_MISSING"]);

function Action({ fault }: { readonly fault: Fault }) {
  const t = useT(messages);
  const { config } = usePortal();
  if (fault.code === "NOT_CONNECTED") return <WalletButton />;
  if (config.faucetUrl === null || config.disabled.includes("faucet") || !WITHOUT_TOKENS.has(fault.code)) return null;
  return <Link href="/faucet">{t("faucet")}</Link>;
}
