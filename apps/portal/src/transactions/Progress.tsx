import type { TransactionProgress } from "@session/sdk/indexer-api";
import { Banner, defineMessages, Key, Link, Steps, useT } from "@session/ui";
import { useEffect } from "react";
import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { explainApiCode, explainContractError } from "../errors/explain.ts";
import { MissingTransaction } from "./MissingTransaction.tsx";
import { hasFailed, isSettled, toSteps } from "./model.ts";
import { sentStore } from "./sent.ts";

const messages = defineMessages("portal.progress", {
  label: "Progress of the transaction",
  transaction: "Transaction",
  explorer: "Look at it in the explorer",
  sent: "Sent",
  mined: "Mined on the L2",
  seen: "Seen by the network",
  inBlock: "In an appchain block",
  final: "Final on the appchain",
  finalL2: "Final on the L2",
  waits: "{message} Usually {seconds, plural, =0 {any moment now} one {within # second} other {within # seconds}}.",
  rejected: "The network refused it: {message}",
  providerDown: "The L2 can't be asked about it at the moment.",
  done: "Done",
  doneWhy: "This can't be undone by anybody any more.",
});

const POLL_MS = 1_500;

export type ProgressProps = {
  readonly hash: Hex;
  /** What "Start again" does when the transaction was dropped or replaced. Default: takes it out of the page's address. */
  readonly onRetry?: (() => void) | undefined;
};

/** How far a transaction has come, from the wallet to "final on the appchain"; asks until it is settled. */
export function Progress({ hash, onRetry }: ProgressProps) {
  const t = useT(messages);
  const { config } = usePortal();
  const follow = { topics: ["network"], everyMs: POLL_MS, isLast: isSettled } as const;
  const query = useAnswer("getTransactionProgress", { hash }, follow);
  const { data } = query;
  const isOver = data !== undefined && isSettled(data);
  useEffect(() => {
    if (isOver) sentStore().forget(hash);
  }, [isOver, hash]);
  return (
    <section className="flex flex-col gap-4">
      <p className="flex flex-wrap items-baseline gap-x-3 text-muted">
        <span>
          {t("transaction")} <Key value={hash} thing={t("transaction")} />
        </span>
        {config.explorerUrl !== null && <Link href={`${config.explorerUrl}/tx/${hash}`}>{t("explorer")}</Link>}
      </p>
      {data?.stage === "unknown" && <MissingTransaction hash={hash} onRetry={onRetry} />}
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
  const isDone = progress.stage === "final" && !hasFailed(progress);
  return (
    <>
      <Steps label={t("label")} steps={steps} />
      {isDone && (
        <Banner tone="good" title={t("done")}>
          {t("doneWhy")}
        </Banner>
      )}
    </>
  );
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
