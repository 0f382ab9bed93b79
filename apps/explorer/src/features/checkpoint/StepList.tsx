import { defineMessages, Steps, useT } from "@session/ui";
import type { StepFault, StepResult } from "../../verify/steps.ts";
import type { ShownStep } from "./model.ts";
import { faultMessages, gapMessages, stepMessages, valueMessages } from "./stepWords.ts";

const messages = defineMessages("explorer.stepList", {
  label: "Steps of the verification",
  values: "Values",
  none: "nothing",
});

/** The steps with what went in, what came out, and why one failed. */
export function StepList({ steps }: { readonly steps: readonly ShownStep[] }) {
  const t = useT(messages);
  const words = useT(stepMessages);
  return (
    <Steps
      label={t("label")}
      steps={steps.map((step) => ({
        id: step.id,
        title: words(step.id),
        state: step.state,
        detail: "result" in step ? <StepDetail result={step.result} /> : undefined,
      }))}
    />
  );
}

function StepDetail({ result }: { readonly result: StepResult }) {
  const words = useT(stepMessages);
  const gaps = useT(gapMessages);
  return (
    <div className="flex max-w-prose flex-col gap-1">
      <p>{words(`${result.id}.why`)}</p>
      {result.state === "failed" && <Fault fault={result.fault} />}
      {result.state === "open" && <p className="text-text">{gaps(result.gap)}</p>}
      <Values result={result} />
    </div>
  );
}

function Fault({ fault }: { readonly fault: StepFault }) {
  const t = useT(faultMessages);
  const { code, ...values } = fault;
  const texts = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value as string | number),
  ]);
  return <p className="font-medium text-danger">{t(code, Object.fromEntries(texts))}</p>;
}

type ValueName = keyof typeof valueMessages.messages;

function isValueName(name: string): name is ValueName {
  return Object.hasOwn(valueMessages.messages, name);
}

function Values({ result: { id, input, computed, expected } }: { readonly result: StepResult }) {
  const t = useT(messages);
  const words = useT(valueMessages);
  const outcome = [
    { name: isValueName(`computed.${id}`) ? `computed.${id}` : "computed", value: computed },
    { name: isValueName(`expected.${id}`) ? `expected.${id}` : "expected", value: expected },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-md text-xs hover:text-text">{t("values")}</summary>
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 pt-2 text-xs md:grid-cols-[10rem_1fr]">
        {[...input, ...outcome].map(({ name, value }) => (
          <div key={name} className="contents">
            <dt>{isValueName(name) ? words(name) : name}</dt>
            <dd className="font-mono break-all text-text" dir="ltr">
              {value === "0x" ? t("none") : value}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
