import { Address, Amount, Button, Link, type StepState as ShownState, Steps, Time, useT } from "@session/ui";
import { bulkMessages } from "./messages.ts";
import type { BulkItem } from "./model.ts";
import {
  type BulkQueue,
  type BulkStep,
  countItems,
  type ItemOutcome,
  isFinished,
  type StepFault,
  type StepState,
} from "./queue.ts";
import type { BulkRunner } from "./runner.ts";

export type BulkProgressProps = {
  readonly queue: BulkQueue;
  /** Another page of this browser works it off. */
  readonly isElsewhere: boolean;
  readonly runner: Pick<BulkRunner, "stop" | "goOn" | "retry" | "forget">;
};

const SHOWN: Readonly<Record<StepState, ShownState>> = {
  waiting: "waiting",
  signing: "running",
  sent: "running",
  done: "done",
  failed: "failed",
};

/** The queue as one list: what is done, what runs, what waits, each item with its own result. */
export function BulkProgress({ queue, isElsewhere, runner }: BulkProgressProps) {
  const t = useT(bulkMessages);
  const count = countItems(queue);
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-4" aria-label={t("progress")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base">{t("progress")}</h2>
        <span className="text-muted" aria-live="polite">
          {t("summary", count)}
        </span>
      </div>
      <Steps
        label={t("progress")}
        steps={queue.steps.map((step, index) => ({
          id: step.id,
          title: <StepTitle step={step} number={index + 1} />,
          // A step whose items failed in part is done, and says so item by item.
          state: SHOWN[step.state],
          detail: <StepDetail step={step} />,
        }))}
      />
      {isElsewhere && !isFinished(queue) ? (
        <Elsewhere onTakeOver={() => runner.goOn()} />
      ) : (
        <Controls queue={queue} runner={runner} hasFailed={count.failed > 0} />
      )}
    </section>
  );
}

function Elsewhere({ onTakeOver }: { readonly onTakeOver: () => void }) {
  const t = useT(bulkMessages);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-muted">{t("elsewhere")}</p>
      <Button size="sm" onClick={onTakeOver}>
        {t("takeOver")}
      </Button>
    </div>
  );
}

type ControlsProps = Pick<BulkProgressProps, "queue" | "runner"> & { readonly hasFailed: boolean };

function Controls({ queue, runner, hasFailed }: ControlsProps) {
  const t = useT(bulkMessages);
  const isOver = isFinished(queue);
  const isRunning = queue.steps.some(({ state }) => state === "signing" || state === "sent");
  return (
    <div className="flex flex-wrap items-center gap-3">
      {!isOver && queue.isStopped && <p className="w-full text-warn">{t("stopped")}</p>}
      {!isOver && !queue.isStopped && (
        <Button size="sm" onClick={() => runner.stop()}>
          {t("stop")}
        </Button>
      )}
      {!isOver && queue.isStopped && (
        <Button size="sm" variant="primary" onClick={() => runner.goOn()}>
          {t("goOn")}
        </Button>
      )}
      {hasFailed && !isRunning && (
        <Button size="sm" onClick={() => runner.retry()}>
          {t("retry")}
        </Button>
      )}
      {!isRunning && (isOver || queue.isStopped) && (
        <Button size="sm" variant="quiet" onClick={() => runner.forget()}>
          {t("forget")}
        </Button>
      )}
    </div>
  );
}

function StepTitle({ step: { via, hash }, number }: { readonly step: BulkStep; readonly number: number }) {
  const t = useT(bulkMessages);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-3">
      {t("step", { number: String(number) })}
      {via !== null && <span className="text-muted">{t.rich("via", { address: <Address value={via} /> })}</span>}
      {hash !== null && <Link href={`/stakes?tx=${hash}`}>{t("follow")}</Link>}
    </span>
  );
}

function StepDetail({ step: { state, items, outcomes, fault } }: { readonly step: BulkStep }) {
  const t = useT(bulkMessages);
  return (
    <div className="flex flex-col gap-1">
      {state === "signing" && <p>{t("signing")}</p>}
      {state === "sent" && <p>{t("sent")}</p>}
      {fault !== null && <FaultWords fault={fault} />}
      <ul className="flex flex-col">
        {items.map((item, index) => (
          <li key={item.type === "claim" ? item.recipient : item.nodeId} className="flex flex-wrap gap-x-3">
            <ItemName item={item} />
            {outcomes[index] !== undefined && <Outcome item={item} outcome={outcomes[index]} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ItemName({ item }: { readonly item: BulkItem }) {
  const t = useT(bulkMessages);
  if (item.type === "claim")
    return <span>{t.rich("claim", { address: <Address value={item.recipient} copy={false} /> })}</span>;
  return <Link href={`/node/${item.nodeId}`}>{t("item", { id: String(item.nodeId) })}</Link>;
}

function Outcome({ item, outcome }: { readonly item: BulkItem; readonly outcome: ItemOutcome }) {
  const t = useT(bulkMessages);
  const { status, amount, lockedUntil, fault } = outcome;
  if (status === "already") return <span>{t("already")}</span>;
  if (status === "refused") return fault === null ? null : <FaultWords fault={fault} />;
  if (lockedUntil > 0)
    return <span className="text-text">{t.rich("done.locked", { time: <Time at={lockedUntil} /> })}</span>;
  return (
    <span className="text-text">{t.rich(`done.${item.type}`, { amount: <Amount value={BigInt(amount)} /> })}</span>
  );
}

function FaultWords({ fault: { what, next, code } }: { readonly fault: StepFault }) {
  const t = useT(bulkMessages);
  return (
    <span className="text-danger">
      {what} {next} <span className="font-mono text-xs">{t("code", { code })}</span>
    </span>
  );
}
