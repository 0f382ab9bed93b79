import type { Pool } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  ButtonLink,
  defineMessages,
  Fact,
  Facts,
  formatBps,
  Steps,
  useLocale,
  useT,
} from "@session/ui";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { Contribute } from "../../staking/Contribute.tsx";
import { useChainPool } from "../../staking/useChainPool.ts";
import { readDraft } from "./draft.ts";
import { toPoolSetup } from "./model.ts";

const messages = defineMessages("portal.openPool", {
  title: "Your pool",
  steps: "Steps to your pool",
  made: "The pool is made",
  own: "Bring your own stake",
  ownWhy: "It opens the pool for others, under these terms:",
  others: "Others bring the rest",
  othersWhy: "{left} are missing. Share the pool's page.",
  start: "The node is registered",
  startByHand: "You start it on the pool's page.",
  fee: "Your fee",
  starts: "Starts",
  byHand: "when you start it",
  itself: "by itself when full",
  kept: "Places kept",
  keptFor: "{places, plural, =0 {none} one {# place, {amount}} other {# places, {amount}}}",
  contribute: "Contribute and open the pool",
  look: "Go to the pool",
  edit: "Change the terms",
});

export type OpenPoolProps = {
  readonly ed25519: string;
  readonly pool: string;
  readonly params: ParamsResponse;
  readonly account: Hex;
  readonly onSent: (hash: Hex) => void;
};

/** A pool that is made: its operator's contribution next, or what it waits for. */
export function OpenPool({ ed25519, pool: address, params, account, onSent }: OpenPoolProps) {
  const t = useT(messages);
  const factory = params.contracts.serviceNodeContributionFactory;
  const query = useChainPool({ factory, pool: address, account });
  const draft = readDraft(localStorage, ed25519)?.text;
  return (
    <section className="flex max-w-160 flex-col gap-6">
      <h2 className="flex flex-wrap items-baseline gap-x-2 text-base">
        {t("title")} <Address value={address} href={`/stake/${address}`} />
      </h2>
      <Answered query={query}>
        {(pool) => {
          const isOwnNext = toPoolSetup(pool) === "contribute";
          const left = pool.stakingRequirement - pool.contributed;
          return (
            <>
              <Steps
                label={t("steps")}
                steps={[
                  { id: "made", title: t("made"), state: "done" },
                  { id: "own", title: t("own"), state: isOwnNext ? "running" : "done" },
                  {
                    id: "others",
                    title: t("others"),
                    state: isOwnNext ? "waiting" : left > 0n ? "running" : "done",
                    detail:
                      left > 0n && !isOwnNext ? t.rich("othersWhy", { left: <Amount value={left} /> }) : undefined,
                  },
                  {
                    id: "start",
                    title: t("start"),
                    state: pool.state === "finalized" ? "done" : left > 0n ? "waiting" : "running",
                    detail: pool.manualFinalize ? t("startByHand") : undefined,
                  },
                ]}
              />
              {isOwnNext && (
                <>
                  <p>{t("ownWhy")}</p>
                  <OwnTerms pool={pool} />
                  <Contribute
                    {...{ pool, params, account, onSent }}
                    label={t("contribute")}
                    {...(draft === undefined
                      ? {}
                      : { initialAmount: draft.ownStake, initialBeneficiary: draft.beneficiary })}
                  />
                </>
              )}
              <div className="flex flex-wrap gap-3">
                <ButtonLink href={`/stake/${address}`}>{t(isOwnNext ? "edit" : "look")}</ButtonLink>
              </div>
            </>
          );
        }}
      </Answered>
    </section>
  );
}

function OwnTerms({ pool }: { readonly pool: Pool }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <Facts>
      <Fact label={t("fee")} value={formatBps(pool.feeBps, locale)} />
      <Fact label={t("starts")} value={t(pool.manualFinalize ? "byHand" : "itself")} />
      <Fact
        label={t("kept")}
        value={t.rich("keptFor", {
          places: pool.reserved.length,
          amount: <Amount value={pool.reserved.reduce((sum, { amount }) => sum + amount, 0n)} />,
        })}
      />
    </Facts>
  );
}
