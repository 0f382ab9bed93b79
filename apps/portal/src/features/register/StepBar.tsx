import { defineMessages, useT } from "@session/ui";
import { type Mode, toStepStates, type WizardStep } from "./model.ts";

const messages = defineMessages("portal.stepBar", {
  label: "Steps",
  node: "Node",
  stake: "Stake",
  fee: "Fee",
  rewards: "Rewards",
  sign: "Sign",
  done: "done",
  skipped: "not needed",
});

export type StepBarProps = {
  readonly step: WizardStep;
  readonly mode: Mode;
  readonly onGo: (step: WizardStep) => void;
};

/** Where the wizard is; steps behind it can be gone back to. */
export function StepBar({ step, mode, onGo }: StepBarProps) {
  const t = useT(messages);
  return (
    <nav aria-label={t("label")}>
      <ol className="flex flex-wrap gap-x-3 gap-y-2 border-b md:gap-x-5 border-line">
        {toStepStates(step, mode).map(({ id, state }, index) => (
          <li
            key={id}
            aria-current={state === "running" ? "step" : undefined}
            className={`border-b-2 pb-2 ${state === "running" ? "border-accent font-medium" : "border-transparent text-muted"}`}
          >
            {state === "done" ? (
              <button type="button" className="hover:text-text" onClick={() => onGo(id)}>
                {index + 1} {t(id)}{" "}
                <span aria-hidden className="hidden md:inline">
                  ✓
                </span>
                <span className="sr-only">{t("done")}</span>
              </button>
            ) : (
              <span className={state === "skipped" ? "line-through" : ""}>
                {index + 1} {t(id)}
                {state === "skipped" && <span className="sr-only"> ({t("skipped")})</span>}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
