import { defineMessages, formatDuration, Pill, useLocale, useT } from "@session/ui";
import type { Check } from "./model.ts";

const messages = defineMessages("portal.registerChecks", {
  label: "About your node",
  "reached.ok": "Your node is reachable: it ran and followed the network {age} ago",
  "reached.failed": "Your node was never reached",
  "reached.unknown": "Your node reported {age} ago: make sure that it still runs",
  "keys.ok": "Its keys are proved, checked in this browser",
  "keys.failed": "The proofs of its keys are wrong: run session-node register again",
  "keys.unknown": "The proofs of its keys are being checked…",
  "operator.ok": "It was prepared for your account",
  "operator.failed": "It was prepared for another account: let that one act, or prepare it again for yours",
  "operator.unknown": "Connect the wallet it was prepared for",
  "notRegistered.ok": "It isn't registered yet",
  "notRegistered.failed": "A node with this key is registered already",
  "notRegistered.unknown": "The network is asked whether it is registered…",
  "notExpired.ok": "Its registration is still kept",
  "notExpired.failed": "Its registration has expired: run session-node register again",
  "notExpired.unknown": "",
});

const LOOK = {
  ok: { shape: "disc", tone: "good" },
  failed: { shape: "cross", tone: "danger" },
  unknown: { shape: "dashedRing", tone: "neutral" },
} as const;

/** What is known of the node, before anything is signed. */
export function Checks({ checks, ageSec }: { readonly checks: readonly Check[]; readonly ageSec: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const age = formatDuration(Math.max(0, ageSec), locale, "long");
  return (
    <ul aria-label={t("label")} className="flex flex-col gap-1">
      {checks.map(({ id, state }) => (
        <li key={id} className="[&>span]:whitespace-normal">
          <Pill {...LOOK[state]} word={t(`${id}.${state}`, { age })} />
        </li>
      ))}
    </ul>
  );
}
