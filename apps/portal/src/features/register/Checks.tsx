import { defineMessages, Link, Pill, useT } from "@session/ui";
import { usePortal } from "../../app/portal.ts";
import type { Check } from "./model.ts";

const messages = defineMessages("portal.registerChecks", {
  label: "Before you sign",
  "wallet.ok": "A wallet is connected",
  "wallet.failed": "Connect the operator's wallet",
  "operator.ok": "The node was prepared for your account",
  "operator.failed": "The node was prepared for another account: connect that one, or prepare it again for yours",
  "notRegistered.ok": "The node isn't registered yet",
  "notRegistered.failed": "A node with this key is registered already",
  "notExpired.ok": "The prepared registration is still kept",
  "notExpired.failed": "The prepared registration has expired: run session-node register again",
  "notPaused.ok": "The contract takes registrations",
  "notPaused.failed": "The contract is paused: try again when the pause is over",
  "sesh.ok": "Your account holds the stake",
  "sesh.failed": "Your account holds too little SESH for the stake",
  "eth.ok": "Your account holds ETH for the network fee",
  "eth.failed": "Your account holds no ETH for the network fee",
  unknown: "Being checked…",
  faucet: "Get test tokens",
});

const LOOK = {
  ok: { shape: "disc", tone: "good" },
  failed: { shape: "cross", tone: "danger" },
  unknown: { shape: "dashedRing", tone: "neutral" },
} as const;

export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const t = useT(messages);
  const { config } = usePortal();
  const isPoor = checks.some(({ id, state }) => (id === "sesh" || id === "eth") && state === "failed");
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={t("label")} className="flex flex-col gap-1">
        {checks.map(({ id, state }) => (
          <li key={id} className="[&>span]:whitespace-normal">
            <Pill {...LOOK[state]} word={state === "unknown" ? t("unknown") : t(`${id}.${state}`)} />
          </li>
        ))}
      </ul>
      {isPoor && config.faucetUrl !== null && <Link href="/faucet">{t("faucet")}</Link>}
    </div>
  );
}
