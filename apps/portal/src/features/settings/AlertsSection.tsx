import { Address, Banner, Button, defineMessages, Key, Link, useT } from "@session/ui";
import { useState, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { AlertForm } from "./AlertForm.tsx";
import { AlertRow } from "./AlertRow.tsx";
import { Section } from "./Section.tsx";
import { subscriptions } from "./subscriptions.ts";

const messages = defineMessages("portal.settings.alerts", {
  title: "Alerts",
  why: "Be told what happens to an address: a node without proofs, an exit that can be sent, a pool that fills, rewards to claim.",
  feed: "As a feed, for any reader:",
  rss: "RSS of",
  webhook: "As a webhook, for a program of yours:",
  secret: "The webhook is subscribed. Keep its secret now: it isn't shown again.",
  secretWhy: "Your program checks each request with it.",
  kept: "I have kept it",
});

/** Alerts by feed and by webhook, for the wallet and the addresses watched. */
export function AlertsSection({ addresses }: { readonly addresses: readonly Hex[] }) {
  const t = useT(messages);
  const { config } = usePortal();
  const list = useSyncExternalStore(subscriptions.subscribe, subscriptions.read);
  const [secret, setSecret] = useState<Hex>();
  return (
    <Section title={t("title")} why={t("why")}>
      {addresses.length > 0 && (
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <span className="text-muted">{t("feed")}</span>
          {addresses.map((address) => (
            <span key={address} className="inline-flex items-baseline gap-2">
              <Link href={`${config.indexerUrl}/v1/alerts/feed/${address.toLowerCase()}.rss`}>{t("rss")}</Link>
              <Address value={address} copy={false} />
            </span>
          ))}
        </div>
      )}
      <p className="text-muted">{t("webhook")}</p>
      {list.length > 0 && (
        <ul className="flex flex-col gap-3">
          {list.map((subscribed) => (
            <AlertRow key={subscribed.id} subscribed={subscribed} />
          ))}
        </ul>
      )}
      {secret !== undefined && (
        <Banner
          tone="good"
          title={t("secret")}
          action={
            <Button size="sm" onClick={() => setSecret(undefined)}>
              {t("kept")}
            </Button>
          }
        >
          {t("secretWhy")} <Key value={secret} full />
        </Banner>
      )}
      <AlertForm suggested={addresses[0] ?? ""} onSubscribed={setSecret} />
    </Section>
  );
}
