import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Amount, defineMessages, formatDuration, useLocale, useT } from "@session/ui";
import { Controller, useFormContext } from "react-hook-form";
import type { Hex } from "viem";
import { BeneficiaryField } from "../../staking/BeneficiaryField.tsx";
import { ReservedField } from "../../staking/ReservedField.tsx";
import { FeeField, OwnStakeField, StartField } from "../../staking/TermsFields.tsx";
import type { TermsRules } from "../../staking/terms.ts";
import { useActing } from "../../wallet/acting.tsx";
import { useBalances } from "../../wallet/useBalances.ts";
import type { Mode, WizardStep } from "./model.ts";
import type { WizardText } from "./wizardForm.ts";

const messages = defineMessages("portal.registerFields", {
  alone: "You stake {amount} alone. It returns to you {wait} after you request the exit.",
});

export type StepFieldsProps = {
  readonly step: WizardStep;
  readonly mode: Mode;
  readonly rules: TermsRules;
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly vesting: string | undefined;
};

/** What a step asks for. */
export function StepFields({ step, mode, rules, registration, params, vesting }: StepFieldsProps) {
  const { control } = useFormContext<WizardText>();
  const { signer } = useActing();
  const balances = useBalances(registration.operator as Hex, params.contracts.sesh as Hex);
  if (step === "fee") return <FeeField rules={rules} />;
  if (step === "rewards")
    return (
      <Controller
        control={control}
        name="beneficiary"
        render={({ field }) => (
          <BeneficiaryField
            text={field.value}
            onChange={field.onChange}
            fallback={vesting === undefined ? registration.operator : signer}
            refused={[vesting, params.contracts.sesh, params.contracts.serviceNodeRewards]}
          />
        )}
      />
    );
  if (mode === "alone") return <StakeAlone params={params} />;
  return (
    <>
      <OwnStakeField rules={rules} available={balances.data?.sesh} />
      <ReservedField rules={rules} />
      <StartField />
    </>
  );
}

function StakeAlone({ params }: { readonly params: ParamsResponse }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const amount = <Amount value={BigInt(params.staking.requirement)} />;
  return <p>{t.rich("alone", { amount, wait: formatDuration(params.durations.chain.unlockSec, locale, "long") })}</p>;
}
