import { finalizePool, type Pool } from "@session/sdk";
import type { PoolDetail } from "@session/sdk/indexer-api";
import { Amount, Banner, defineMessages, useT } from "@session/ui";
import type { Hex } from "viem";
import { explainContractError } from "../../errors/explain.ts";
import { Sign } from "../../staking/Sign.tsx";
import { type PoolActions, toContractArgs } from "./model.ts";

const messages = defineMessages("portal.startPool", {
  title: "The pool is full",
  waits: "Its operator starts it. Until then you can take your contribution back.",
  sentence:
    "Starting registers the node with {total} of {people, plural, one {# contributor} other {# contributors}}. From then on nobody can take a contribution back; the stakes return when the node leaves.",
  failed: "The registration failed when the pool was filled",
  failedUnknown: "The contract refused for a reason this portal has no words for.",
  again: "All contributions stand, and it can be tried again. Until it works they can be taken back.",
  start: "Start the node",
});

export type StartPoolProps = {
  readonly pool: Pool;
  /** Why the registration failed, as far as it has. */
  readonly failure: PoolDetail["failure"];
  readonly actions: PoolActions;
  readonly onSent: (hash: Hex) => void;
};

/** A full pool: who starts it, and why it hasn't started. */
export function StartPool({ pool, failure, actions, onSent }: StartPoolProps) {
  const t = useT(messages);
  if (pool.state !== "waitForFinalized") return null;
  const why = failure?.name == null ? undefined : explainContractError(failure.name, toContractArgs(failure.args));
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-base">{t("title")}</h2>
      {failure !== null && (
        <Banner tone="warn" title={t("failed")}>
          {why === undefined ? t("failedUnknown") : `${why.what} ${why.next}`} {t("again")}
        </Banner>
      )}
      {actions.waitsForOperator && <p>{t("waits")}</p>}
      {actions.canStart && (
        <Sign
          label={t("start")}
          act={(wallet) => finalizePool(wallet, { pool: pool.address })}
          deps={["finalize", pool.address]}
          needs={{ pausable: "rewards", feature: "pools" }}
          onSent={onSent}
        >
          <p>{t.rich("sentence", { total: <Amount value={pool.contributed} />, people: pool.contributions.length })}</p>
        </Sign>
      )}
    </section>
  );
}
