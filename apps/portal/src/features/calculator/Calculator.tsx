import type { NetworkResponse, ParamsResponse } from "@session/sdk/indexer-api";
import {
  AmountField,
  Choices,
  defineMessages,
  Field,
  formatAmount,
  formatBps,
  parseAmount,
  parseBps,
  useLocale,
  useT,
} from "@session/ui";
import { useState } from "react";
import { EarningsView } from "./EarningsView.tsx";
import { stakeLimits, toFigures } from "./model.ts";
import { type CalculationKind, type CalculatorSearch, calculationKinds } from "./search.ts";

const messages = defineMessages("portal.calculator", {
  kind: "What do you want to do?",
  stake: "Stake with others",
  stakeHint: "You bring a part of a node, or of several; each node's operator takes the fee.",
  node: "Run a node alone",
  nodeHint: "You bring all {requirement} SESH and keep everything the node earns.",
  pool: "Run a node with others",
  poolHint: "You bring {operatorMinimum} SESH or more, and take a fee from what the node earns.",
  amount: "Your stake",
  feePaid: "The operator's fee in per cent",
  feePaidHint: "{fee} is the average now.",
  feeTaken: "Your fee in per cent",
  feeTakenHint: "From 0 to {max}; {fee} is the average now.",
  feeFault: "Enter per cent from 0 to {max}, with two decimals at most.",
});

export type CalculatorProps = {
  readonly network: NetworkResponse;
  readonly params: ParamsResponse;
  readonly search: CalculatorSearch;
  /** Keeps what is entered in the page's address. */
  readonly onSearch: (search: CalculatorSearch) => void;
};

/** What is entered, and what it earns. */
export function Calculator({ network, params, search, onSearch }: CalculatorProps) {
  const kind = search.kind ?? "stake";
  const { staking } = params;
  const averageBps = BigInt(network.nodes.averageFeeBps);
  const defaults = { stake: "1000", node: plain(staking.requirement), pool: plain(staking.operatorMinimum) };
  const [amount, setAmount] = useState(search.amount ?? defaults[kind]);
  const [fee, setFee] = useState(search.fee ?? plain(String(averageBps), 2));
  const limits = stakeLimits(kind, staking);
  const parsed = parseAmount(amount, { decimalSign: "." });
  const feeBps = readFee(fee, staking.maxFeeBps);
  const stake = kind === "node" ? limits.min : parsed.ok ? parsed.amount : undefined;
  const isIn = stake !== undefined && stake >= limits.min && (limits.max === undefined || stake <= limits.max);
  const keep = (change: CalculatorSearch) => onSearch({ ...search, ...change });
  return (
    <div className="grid gap-8 md:grid-cols-2 md:gap-12">
      <form className="flex flex-col gap-6" onSubmit={(event) => event.preventDefault()}>
        <Kinds
          staking={staking}
          kind={kind}
          onChange={(chosen) => {
            setAmount(defaults[chosen]);
            keep({ kind: chosen, amount: undefined });
          }}
        />
        {kind !== "node" && (
          <>
            <Stake
              kind={kind}
              text={amount}
              limits={limits}
              onText={setAmount}
              onAmount={(value) => keep({ amount: value })}
            />
            <Fee
              {...{ kind, averageBps, text: fee, maxBps: staking.maxFeeBps }}
              onText={(text) => {
                setFee(text);
                const typed = readFee(text, staking.maxFeeBps);
                if (typed !== undefined) keep({ fee: plain(String(typed), 2) });
              }}
            />
          </>
        )}
      </form>
      <EarningsView
        figures={toFigures(network)}
        calculation={isIn && feeBps !== undefined ? { kind, stake, feeBps } : undefined}
      />
    </div>
  );
}

const plain = (amount: string, decimals?: number): string =>
  formatAmount(BigInt(amount), decimals === undefined ? {} : { decimals }).plain;

/** @returns basis points, or undefined for what is no fee */
function readFee(text: string, maxBps: number): bigint | undefined {
  const parsed = parseBps(text, ".");
  return parsed.ok && parsed.amount <= BigInt(maxBps) ? parsed.amount : undefined;
}

type KindsProps = {
  readonly staking: ParamsResponse["staking"];
  readonly kind: CalculationKind;
  readonly onChange: (kind: CalculationKind) => void;
};

function Kinds({ staking, kind, onChange }: KindsProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const write = (amount: string) => formatAmount(BigInt(amount), { locale }).text;
  const [requirement, operatorMinimum] = [write(staking.requirement), write(staking.operatorMinimum)];
  const choices = calculationKinds.map((value) => ({
    value,
    label: t(value),
    hint: t(`${value}Hint`, { requirement, operatorMinimum }),
  }));
  return <Choices label={t("kind")} choices={choices} value={kind} onChange={onChange} />;
}

type StakeProps = {
  readonly kind: CalculationKind;
  readonly text: string;
  readonly limits: ReturnType<typeof stakeLimits>;
  readonly onText: (text: string) => void;
  readonly onAmount: (plainText: string) => void;
};

function Stake({ kind, text, limits, onText, onAmount }: StakeProps) {
  const t = useT(messages);
  return (
    <AmountField
      label={t("amount")}
      text={text}
      {...(kind === "pool" && { min: limits.min })}
      {...(limits.max !== undefined && { max: limits.max })}
      onChange={(typed, amount) => {
        onText(typed);
        if (amount !== undefined) onAmount(plain(String(amount)));
      }}
    />
  );
}

type FeeProps = {
  readonly kind: CalculationKind;
  readonly text: string;
  readonly averageBps: bigint;
  readonly maxBps: number;
  readonly onText: (text: string) => void;
};

function Fee({ kind, text, averageBps, maxBps, onText }: FeeProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const [fee, max] = [formatBps(averageBps, locale), formatBps(maxBps, locale)];
  const isFaulty = readFee(text, maxBps) === undefined;
  return (
    <Field
      label={kind === "pool" ? t("feeTaken") : t("feePaid")}
      hint={kind === "pool" ? t("feeTakenHint", { fee, max }) : t("feePaidHint", { fee })}
      error={isFaulty && t("feeFault", { max })}
      inputMode="decimal"
      autoComplete="off"
      dir="ltr"
      className="text-end"
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
