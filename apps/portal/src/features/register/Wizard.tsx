import { zodResolver } from "@hookform/resolvers/zod";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Banner, Button, defineMessages, useT } from "@session/ui";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import type { TermsRules } from "../../staking/terms.ts";
import { keepDraft, readDraft } from "./draft.ts";
import { areAllOk, type Check, fieldsOf, nextStep, previousStep, stepOf, type WizardStep } from "./model.ts";
import { NodeStep } from "./NodeStep.tsx";
import { StepBar } from "./StepBar.tsx";
import { StepFields } from "./StepFields.tsx";
import { toDefaults, type WizardChoice, type WizardText, wizardSchema } from "./wizardForm.ts";

const messages = defineMessages("portal.registerWizard", {
  node: "Your node",
  stake: "The stake",
  fee: "Your fee",
  rewards: "The rewards",
  sign: "Check and sign",
  back: "Back",
  continue: "Continue",
  fix: "Something entered isn't right yet",
  fixWhy: "Go back through the steps: what is wrong is marked there.",
  fixChecks: "The node can't be registered yet",
  fixChecksWhy: "The first step says what is missing.",
});

export type WizardProps = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly rules: TermsRules;
  readonly checks: readonly Check[];
  /** The vesting contract that acts. */
  readonly vesting: string | undefined;
  /** The last step. */
  readonly sign: (choice: WizardChoice) => ReactNode;
};

/** Asks step by step, or not at all, how a node is to be staked; what is entered survives a reload. */
export function Wizard({ registration, params, rules, checks, vesting, sign }: WizardProps) {
  const { form, step, setStep, text, schema } = useWizard({ registration, params, rules, vesting });
  const mode = vesting === undefined ? text.mode : "alone";
  const chosen = schema.safeParse({ ...text, mode });
  const goOn = async (isExpress: boolean) => {
    if (!isExpress) {
      if (await form.trigger(fieldsOf(step, mode))) setStep(nextStep(step, mode));
      return;
    }
    setStep(chosen.success ? "sign" : stepOf(chosen.error.issues[0]?.path[0]));
    if (!chosen.success) await form.trigger();
  };
  const goBack = () => setStep(previousStep(step, mode));
  return (
    <FormProvider {...form}>
      <div className="flex max-w-160 flex-col gap-6">
        <StepBar step={step} mode={mode} onGo={setStep} />
        <StepHeading step={step} />
        {step === "node" && (
          <NodeStep
            {...{ registration, params, checks }}
            canPool={vesting === undefined && params.contracts.serviceNodeContributionFactory !== null}
            onContinue={(isExpress) => void goOn(isExpress)}
          />
        )}
        {step !== "node" && step !== "sign" && (
          <StepForm onBack={goBack} onContinue={() => void goOn(false)}>
            <StepFields {...{ step, mode, rules, registration, params, vesting }} />
          </StepForm>
        )}
        {step === "sign" && <SignStep choice={chosen.data} {...{ checks, sign }} onBack={goBack} />}
      </div>
    </FormProvider>
  );
}

function useWizard({ registration, params, rules, vesting }: Omit<WizardProps, "checks" | "sign">) {
  const { ed25519Pubkey } = registration;
  const { sesh, serviceNodeRewards } = params.contracts;
  const schema = wizardSchema(rules, [vesting, sesh, serviceNodeRewards]);
  const [draft] = useState(() => readDraft(localStorage, ed25519Pubkey));
  const [step, setStep] = useState<WizardStep>(draft?.step ?? "node");
  const form = useForm<WizardText, unknown, WizardChoice>({
    resolver: zodResolver(schema),
    defaultValues: draft?.text ?? toDefaults(rules),
    mode: "onBlur",
  });
  const text = useWatch({ control: form.control }) as WizardText;
  useEffect(() => {
    keepDraft(localStorage, ed25519Pubkey, { ...readDraft(localStorage, ed25519Pubkey), step, text });
  }, [ed25519Pubkey, step, text]);
  return { form, step, setStep, text, schema };
}

/** Takes the focus when the step changes, so that a screen reader says where one is. */
function StepHeading({ step }: { readonly step: WizardStep }) {
  const t = useT(messages);
  const ref = useRef<HTMLHeadingElement>(null);
  const first = useRef(step);
  useEffect(() => {
    if (first.current !== step) ref.current?.focus();
    first.current = step;
  }, [step]);
  return (
    <h2 ref={ref} tabIndex={-1} className="text-base outline-none">
      {t(step)}
    </h2>
  );
}

type StepFormProps = { readonly onBack: () => void; readonly onContinue: () => void; readonly children: ReactNode };

function StepForm({ onBack, onContinue, children }: StepFormProps) {
  const t = useT(messages);
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        onContinue();
      }}
    >
      {children}
      <div className="flex gap-3">
        <Button onClick={onBack}>{t("back")}</Button>
        <Button type="submit" variant="primary">
          {t("continue")}
        </Button>
      </div>
    </form>
  );
}

type SignStepProps = Pick<WizardProps, "checks" | "sign"> & {
  /** Undefined while something entered is wrong. */
  readonly choice: WizardChoice | undefined;
  readonly onBack: () => void;
};

function SignStep({ choice, checks, sign, onBack }: SignStepProps) {
  const t = useT(messages);
  const isReady = areAllOk(checks);
  return (
    <>
      {choice === undefined && (
        <Banner tone="warn" title={t("fix")}>
          {t("fixWhy")}
        </Banner>
      )}
      {!isReady && (
        <Banner tone="warn" title={t("fixChecks")}>
          {t("fixChecksWhy")}
        </Banner>
      )}
      {choice !== undefined && isReady && sign(choice)}
      <div>
        <Button size="sm" onClick={onBack}>
          {t("back")}
        </Button>
      </div>
    </>
  );
}
