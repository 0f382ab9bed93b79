import type { Pool } from "@session/sdk";
import {
  Address,
  Amount,
  Banner,
  defineMessages,
  Fact,
  Facts,
  formatAmount,
  formatBps,
  Key,
  Meter,
  Pill,
  type PillProps,
  Tooltip,
  useLocale,
  useT,
} from "@session/ui";

const messages = defineMessages("portal.poolTerms", {
  waitForOperatorContrib: "waits for its operator",
  openForPublicContrib: "open",
  waitForFinalized: "full",
  finalized: "node registered",
  filled: "Filled",
  of: "{part} of {whole} SESH",
  terms: "Terms",
  operator: "Operator",
  fee: "Operator fee",
  feeWhy: "The operator's part of the node's rewards, taken before the rest is shared by stake.",
  starts: "Starts",
  byHand: "when its operator starts it",
  itself: "by itself when full",
  least: "Newcomers bring",
  range: "{least} to {most}",
  nothing: "nothing now",
  key: "Node key",
  requirement: "Stake of the node",
  outdated: "The network's terms have changed since this pool was made",
  outdatedWhy:
    "It takes no more contributions and can't register its node. Take yours back; the operator can cancel it.",
});

const LOOK: Readonly<Record<Pool["state"], Pick<PillProps, "shape" | "tone">>> = {
  waitForOperatorContrib: { shape: "dashedRing", tone: "neutral" },
  openForPublicContrib: { shape: "ring", tone: "info" },
  waitForFinalized: { shape: "halfDisc", tone: "warn" },
  finalized: { shape: "disc", tone: "good" },
};

/** A pool's state, fill and terms, as the contract has them: what a contribution agrees to. */
export function PoolTerms({ pool, isCurrent }: { readonly pool: Pool; readonly isCurrent: boolean }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const write = (units: bigint) => formatAmount(units, { locale }).text;
  const isOpen = pool.state === "openForPublicContrib";
  return (
    <section className="flex flex-col gap-5">
      <Pill {...LOOK[pool.state]} word={t(pool.state)} />
      {!isCurrent && pool.state !== "finalized" && (
        <Banner tone="warn" title={t("outdated")}>
          {t("outdatedWhy")}
        </Banner>
      )}
      <div className="max-w-160">
        <Meter
          label={t("filled")}
          value={pool.contributed}
          max={pool.stakingRequirement}
          text={t("of", { part: write(pool.contributed), whole: write(pool.stakingRequirement) })}
        />
      </div>
      <h2 className="text-base">{t("terms")}</h2>
      <Facts>
        <Fact label={t("operator")} value={<Address value={pool.operator} href={`/address/${pool.operator}`} />} />
        <Fact label={<Tooltip text={t("feeWhy")}>{t("fee")}</Tooltip>} value={formatBps(pool.feeBps, locale)} />
        <Fact label={t("starts")} value={t(pool.manualFinalize ? "byHand" : "itself")} />
        <Fact label={t("requirement")} value={<Amount value={pool.stakingRequirement} />} />
        <Fact
          label={t("least")}
          value={
            isOpen && pool.maximumContribution > 0n
              ? t.rich("range", {
                  least: <Amount value={pool.minimumContribution} unit={null} />,
                  most: <Amount value={pool.maximumContribution} />,
                })
              : t("nothing")
          }
        />
        <Fact label={t("key")} value={<Key value={pool.ed25519Pubkey} thing={t("key")} />} />
      </Facts>
    </section>
  );
}
