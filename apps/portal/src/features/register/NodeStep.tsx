import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Button,
  Choices,
  defineMessages,
  Fact,
  Facts,
  formatAmount,
  Key,
  parseAmount,
  useLocale,
  useT,
} from "@session/ui";
import { useNow } from "@session/web";
import { useFormContext, useWatch } from "react-hook-form";
import { useDecimalSign } from "../../staking/useDecimalSign.ts";
import { Checks } from "./Checks.tsx";
import type { Check, Mode } from "./model.ts";
import type { WizardText } from "./wizardForm.ts";

const messages = defineMessages("portal.registerNodeStep", {
  ed25519: "ed25519 key",
  operator: "Operator",
  who: "Who stakes for this node?",
  alone: "You alone: {amount} SESH",
  aloneWhy: "All of the node's rewards are yours.",
  pool: "You with others: from {amount} SESH",
  poolWhy: "You open a pool; up to {others, number} others bring the rest, and you take a fee of the rewards.",
  noPool: "A vesting contract can't open a pool: it can stake for a node alone, or join somebody's pool.",
  summaryAlone: "Stakes {stake}. Rewards go to {receiver}, without a fee.",
  summaryPool:
    "You stake {stake}, others bring the rest of {requirement}. Your fee is {fee} %. Your rewards go to {receiver}. The node starts {start, select, byHand {when you start it} other {by itself when the pool is full}}.",
  you: "you",
  sign: "Sign with these",
  choose: "Choose step by step",
});

export type NodeStepProps = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly checks: readonly Check[];
  readonly canPool: boolean;
  /** To the next step, or with everything as it is to the last. */
  readonly onContinue: (isExpress: boolean) => void;
};

/** The node, who stakes for it, and everything as it would be signed now. */
export function NodeStep({ registration, params, checks, canPool, onContinue }: NodeStepProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { control, setValue } = useFormContext<WizardText>();
  const mode = useWatch({ control, name: "mode" });
  const nowSec = useNow() / 1_000;
  const write = (units: string) => formatAmount(BigInt(units), { locale }).full;
  const { requirement, operatorMinimum, maxContributors } = params.staking;
  return (
    <>
      <Facts>
        <Fact label={t("ed25519")} value={<Key value={registration.ed25519Pubkey} thing={t("ed25519")} />} />
        <Fact label={t("operator")} value={<Address value={registration.operator} />} />
      </Facts>
      <Checks checks={checks} ageSec={nowSec - registration.createdAt} />
      <Choices<Mode>
        label={t("who")}
        value={mode}
        onChange={(value) => setValue("mode", value)}
        choices={[
          { value: "alone", label: t("alone", { amount: write(requirement) }), hint: t("aloneWhy") },
          {
            value: "pool",
            label: t("pool", { amount: write(operatorMinimum) }),
            hint: canPool ? t("poolWhy", { others: maxContributors - 1 }) : t("noPool"),
            disabled: !canPool,
          },
        ]}
      />
      <Summary params={params} />
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={() => onContinue(true)}>
          {t("sign")}
        </Button>
        <Button onClick={() => onContinue(false)}>{t("choose")}</Button>
      </div>
    </>
  );
}

function Summary({ params }: { readonly params: ParamsResponse }) {
  const t = useT(messages);
  const { control } = useFormContext<WizardText>();
  const decimalSign = useDecimalSign();
  const text = useWatch({ control }) as WizardText;
  const requirement = BigInt(params.staking.requirement);
  const receiver = text.beneficiary.trim() === "" ? t("you") : <Address value={text.beneficiary.trim()} copy={false} />;
  if (text.mode === "alone")
    return <p>{t.rich("summaryAlone", { stake: <Amount value={requirement} />, receiver })}</p>;
  const { ownStake, fee, start } = text;
  const own = parseAmount(ownStake, { decimalSign });
  return (
    <p>
      {t.rich("summaryPool", {
        ...{ receiver, fee, start },
        stake: own.ok ? <Amount value={own.amount} /> : ownStake,
        requirement: <Amount value={requirement} />,
      })}
    </p>
  );
}
