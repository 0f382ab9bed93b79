import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { type PillShape, StateShape, type Tone } from "./Pill.tsx";
import { Time } from "./Time.tsx";

export const stepStates = ["done", "running", "waiting", "failed", "skipped"] as const;
export type StepState = (typeof stepStates)[number];

export type Step = {
  id: string;
  title: ReactNode;
  state: StepState;
  /** When it was done or failed, unix seconds. */
  at?: number | undefined;
  /** What runs, what it waits for, why it failed; links to the transaction. */
  detail?: ReactNode;
};

const LOOK: Readonly<Record<StepState, { shape: PillShape; tone: Tone }>> = {
  done: { shape: "disc", tone: "good" },
  running: { shape: "halfDisc", tone: "info" },
  waiting: { shape: "ring", tone: "neutral" },
  failed: { shape: "cross", tone: "danger" },
  skipped: { shape: "dash", tone: "neutral" },
};

/** What is done, what runs and what waits, with times and links. `label` names the list. */
export function Steps({ steps, label }: { steps: readonly Step[]; label?: string }) {
  const t = useUiText();
  return (
    <ol aria-label={label ?? t("step.label")} className="flex flex-col">
      {steps.map(({ id, title, state, at, detail }) => (
        <li
          key={id}
          aria-current={state === "running" ? "step" : undefined}
          className="group relative grid grid-cols-[1rem_1fr] gap-x-3 pb-4 last:pb-0"
        >
          <span className="absolute start-[0.45rem] top-5 bottom-0 w-px bg-line group-last:hidden" />
          <span className="flex h-5 items-center justify-center">
            <StateShape {...LOOK[state]} />
          </span>
          <div className={state === "waiting" || state === "skipped" ? "text-muted" : "text-text"}>
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className={state === "running" ? "font-medium" : ""}>{title}</span>
              <span className="text-xs text-muted">
                {t(`step.${state}`)}
                {at !== undefined && (
                  <>
                    {" · "}
                    <Time at={at} />
                  </>
                )}
              </span>
            </div>
            {detail !== undefined && <div className="mt-1 text-sm text-muted">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
