import type { ParamsResponse } from "@session/sdk/indexer-api";
import { ButtonLink, defineMessages, formatAmount, useLocale, useT } from "@session/ui";
import type { ReactNode } from "react";

const messages = defineMessages("portal.firstSteps", {
  title: "Where to start",
  stake: "Stake with others",
  stakeWhy:
    "Join a pool with a part of a node's {requirement} SESH. Its operator runs the machine, and you get your share of the rewards less the fee you see before you join.",
  stakeGo: "Look at the open pools",
  run: "Run a node",
  runWhy:
    "With a server that stays on and {operatorMinimum} SESH or more. Alone you keep everything; with others you set the fee.",
  runGo: "Prepare a node",
  faucet: "Only looking around?",
  faucetWhy: "This is a test network: its tokens cost nothing. Get some, and try everything.",
  faucetGo: "Get test tokens",
  calculate: "What would it earn?",
  calculateWhy: "Enter an amount and a fee, and see what they earn at today's rate.",
  calculateGo: "Calculate",
});

export type FirstStepsProps = {
  readonly params: ParamsResponse;
  readonly hasFaucet: boolean;
  readonly isPoolsOn: boolean;
  readonly isRegisterOn: boolean;
};

/** For somebody who has just come: the ways in, each with what it takes. */
export function FirstSteps({ params, hasFaucet, isPoolsOn, isRegisterOn }: FirstStepsProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const write = (amount: string) => formatAmount(BigInt(amount), { locale, maxDecimals: 2 }).text;
  const { requirement, operatorMinimum } = params.staking;
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-lg">{t("title")}</h2>
      <ul className="grid gap-x-8 gap-y-6 md:grid-cols-3">
        {isPoolsOn && (
          <Way title={t("stake")} go={<ButtonLink href="/stake">{t("stakeGo")}</ButtonLink>}>
            {t("stakeWhy", { requirement: write(requirement) })}
          </Way>
        )}
        {isRegisterOn && (
          <Way title={t("run")} go={<ButtonLink href="/register">{t("runGo")}</ButtonLink>}>
            {t("runWhy", { operatorMinimum: write(operatorMinimum) })}
          </Way>
        )}
        {hasFaucet ? (
          <Way title={t("faucet")} go={<ButtonLink href="/faucet">{t("faucetGo")}</ButtonLink>}>
            {t("faucetWhy")}
          </Way>
        ) : (
          <Way title={t("calculate")} go={<ButtonLink href="/calculator">{t("calculateGo")}</ButtonLink>}>
            {t("calculateWhy")}
          </Way>
        )}
      </ul>
    </section>
  );
}

function Way({ title, go, children }: { readonly title: string; readonly go: ReactNode; readonly children: string }) {
  return (
    <li className="flex flex-col items-start gap-3 border-s-2 border-line ps-4">
      <h3 className="text-base">{title}</h3>
      <p className="text-muted">{children}</p>
      <div className="mt-auto">{go}</div>
    </li>
  );
}
