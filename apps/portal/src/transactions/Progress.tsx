import type { TransactionProgress } from "@session/sdk/indexer-api";
import { defineMessages, Key, Steps, useT } from "@session/ui";
import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { explainApiCode, explainContractError } from "../errors/explain.ts";
import { isSettled, toSteps } from "./model.ts";

const messages = defineMessages("portal.progress", {
  label: "Progress of the transaction",
  transaction: "Transaction",
  sent: "Sent",
  mined: "Mined on the L2",
  seen: "Seen by the network",
  inBlock: "In an appchain block",
  final: "Final on the appchain",
  finalL2: "Final on the L2",
  waits: "{message} Usually within {seconds, plural, one {# second} other {# seconds}}.",
  rejected: "The network refused it: {message}",
  providerDown: "The L2 can't be asked about it at the moment.",
});

const POLL_MS = 1_500;

/** How far a transaction has come, from the wallet to "final on the appchain"; asks until it is settled. */
export function Progress({ hash }: { readonly hash: Hex }) {
  const t = useT(messages);
  const query = useAnswer("getTransactionProgress", { hash }, { topics: ["network"], everyMs: POLL_MS });
  const { config } = usePortal();
  const link = config.explorerUrl === null ? {} : { href: `${config.explorerUrl}/tx/${hash}` };
  return (
    <section className="flex flex-col gap-4">
      <p className="text-muted">
        {t("transaction")} <Key value={hash} {...link} />
      </p>
      <Answered query={query}>{(progress) => <ProgressSteps progress={progress} />}</Answered>
    </section>
  );
}

function ProgressSteps({ progress }: { readonly progress: TransactionProgress }) {
  const t = useT(messages);
  const isL2Only = toSteps(progress).some(({ id, state }) => id === "inBlock" && state === "skipped");
  const steps = toSteps(progress).map(({ id, state, ...rest }) => ({
    id,
    state,
    title: t(id === "final" && isL2Only ? "finalL2" : id),
    ...(state === "failed" ? { detail: <Failure progress={progress} /> } : {}),
    ...(state === "running" ? { detail: <Waiting progress={progress} /> } : {}),
    ...rest,
  }));
  return <Steps label={t("label")} steps={steps} />;
}

function Failure({ progress: { mined, events } }: { readonly progress: TransactionProgress }) {
  const t = useT(messages);
  if (mined?.revert != null) {
    const known = explainContractError(mined.revert.name);
    return known === undefined ? mined.revert.message : `${known.what} ${known.next}`;
  }
  const rejected = events.find(({ result }) => result === "rejected");
  const known = explainApiCode(rejected?.code ?? "");
  return t("rejected", { message: rejected?.message ?? known?.what ?? "" });
}

function Waiting({ progress }: { readonly progress: TransactionProgress }) {
  const t = useT(messages);
  if (isSettled(progress)) return null;
  if (progress.provider === "down") return t("providerDown");
  const { next } = progress;
  if (next === null || next.estimateSec === null) return next?.message ?? null;
  return t("waits", { message: next.message, seconds: next.estimateSec });
}
