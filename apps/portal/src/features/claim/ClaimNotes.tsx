import { Amount, formatAmount, Meter, Time, useLocale, useT } from "@session/ui";
import { claimMessages } from "./messages.ts";
import { type ClaimLimits, toUtcClock } from "./model.ts";

/** What the running cycle still pays to all, and until when. */
export function WindowMeter({ limits: { window, isWindowKnown } }: { readonly limits: ClaimLimits }) {
  const t = useT(claimMessages);
  const { locale } = useLocale();
  if (!isWindowKnown) return <p className="text-xs text-warn">{t("unknownWindow")}</p>;
  const write = (amount: bigint) => formatAmount(amount, { locale, maxDecimals: 0 }).text;
  const text = t("left", { left: write(window.left), cap: write(window.cap), clock: toUtcClock(window.endsAt) });
  return (
    <div className="max-w-128">
      <Meter
        label={t("window")}
        value={window.left}
        max={window.cap}
        text={text}
        tone={window.left * 10n < window.cap ? "warn" : "good"}
      />
    </div>
  );
}

/** Why less can be claimed than was earned, and what comes along. */
export function ClaimNotes({ limits }: { readonly limits: ClaimLimits }) {
  const t = useT(claimMessages);
  const { claimable, maximum, cappedBy, bringsCheckpoint, window } = limits;
  const time = <Time at={window.endsAt} />;
  const amount = <Amount value={maximum} />;
  if (claimable === 0n) return <p className="text-muted">{t("nothing")}</p>;
  return (
    <>
      {cappedBy !== null && (
        <p className="text-warn">
          {maximum === 0n && t.rich("usedUp", { time })}
          {maximum > 0n && t.rich(cappedBy === "recipient" ? "recipientCap" : "cycleCap", { amount, time })}
        </p>
      )}
      {maximum > 0n && bringsCheckpoint && <p className="text-xs text-muted">{t("checkpoint")}</p>}
    </>
  );
}
