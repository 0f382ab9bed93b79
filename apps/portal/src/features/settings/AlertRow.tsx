import type { AlertSubscription } from "@session/sdk/indexer-api";
import { Address, Button, defineMessages, Pill, type PillShape, Time, type Tone, useT } from "@session/ui";
import { useMutation } from "@tanstack/react-query";
import { usePortal } from "../../app/portal.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { explain } from "../../errors/explain.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { type AlertHealth, healthOf, type Subscribed, subscriptions } from "./subscriptions.ts";

const messages = defineMessages("portal.settings.alertRow", {
  works: "works",
  fails: "fails",
  off: "switched off after seven days of failures",
  gone: "ended",
  test: "Send a test",
  end: "End it",
  forget: "Remove",
  last: "Last delivered {time}.",
  none: "Nothing was delivered yet.",
  why: "Last failure: {error}",
});

const LOOKS: Readonly<Record<AlertHealth, readonly [PillShape, Tone]>> = {
  works: ["disc", "good"],
  fails: ["fullTriangle", "warn"],
  off: ["cross", "danger"],
};
const EVERY_MS = 5_000;

const forget = (id: string) => subscriptions.write(subscriptions.read().filter((entry) => entry.id !== id));

/** A webhook: how its deliveries went, a test, its end. */
export function AlertRow({ subscribed: { id, address, url } }: { readonly subscribed: Subscribed }) {
  const t = useT(messages);
  const { indexer } = usePortal();
  const query = useAnswer("getAlert", { id }, { everyMs: EVERY_MS });
  const test = useMutation({ mutationFn: () => indexer.testAlert({ id }), onSettled: () => query.refetch() });
  const end = useMutation({ mutationFn: () => indexer.deleteAlert({ id }), onSuccess: () => forget(id) });
  const isGone = query.error !== null && explain(query.error).code === "NOT_FOUND";
  return (
    <li className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Address value={address} />
        <span className="min-w-0 break-all">{url}</span>
        {isGone && <Pill shape="dash" tone="neutral" word={t("gone")} />}
        {!isGone && query.data !== undefined && <Health health={healthOf(query.data)} />}
        {isGone ? (
          <Button size="sm" variant="quiet" onClick={() => forget(id)}>
            {t("forget")}
          </Button>
        ) : (
          <>
            <Button size="sm" busy={test.isPending} onClick={() => test.mutate()}>
              {t("test")}
            </Button>
            <Button size="sm" variant="quiet" busy={end.isPending} onClick={() => end.mutate()}>
              {t("end")}
            </Button>
          </>
        )}
      </div>
      {query.data !== undefined && <Deliveries deliveries={query.data.deliveries} />}
      <WriteError error={test.error ?? end.error ?? (isGone ? null : query.error)} />
    </li>
  );
}

function Health({ health }: { readonly health: AlertHealth }) {
  const t = useT(messages);
  const [shape, tone] = LOOKS[health];
  return <Pill shape={shape} tone={tone} word={t(health)} />;
}

function Deliveries({ deliveries }: Pick<AlertSubscription, "deliveries">) {
  const t = useT(messages);
  const last = deliveries.find(({ deliveredAt }) => deliveredAt !== null)?.deliveredAt;
  const [newest] = deliveries;
  return (
    <p className="text-xs text-muted">
      {last == null ? t("none") : t.rich("last", { time: <Time at={last} /> })}{" "}
      {newest?.lastError != null && t("why", { error: newest.lastError })}
    </p>
  );
}
