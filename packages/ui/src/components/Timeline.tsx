import type { ReactNode } from "react";
import { type PillShape, StateShape, type Tone } from "./Pill.tsx";
import { Time } from "./Time.tsx";

export type TimelineEntry = {
  id: string;
  /** Unix seconds. */
  at: number;
  title: ReactNode;
  /** Why, by whom, with what result; links. */
  detail?: ReactNode;
  shape?: PillShape;
  tone?: Tone;
};

/** What happened, in the order given (newest first as a rule). `label` names the list. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {entries.map(({ id, at, title, detail, shape = "disc", tone = "neutral" }) => (
        <li
          key={id}
          className="group relative grid grid-cols-[1rem_1fr] gap-x-3 pb-4 last:pb-0 md:grid-cols-[1rem_12rem_1fr]"
        >
          <span className="absolute start-[0.45rem] top-5 bottom-0 w-px bg-line group-last:hidden" />
          <span className="flex h-5 items-center justify-center">
            <StateShape shape={shape} tone={tone} />
          </span>
          <span className="text-muted">
            <Time at={at} />
          </span>
          <div className="col-start-2 md:col-start-3">
            <div>{title}</div>
            {detail !== undefined && <div className="mt-1 text-muted">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
