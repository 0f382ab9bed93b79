import { Checkbox, defineMessages, Field, formatAmount, parseAmount, parseBps, Select, useT } from "@session/ui";
import { useState } from "react";
import { useDecimalSign } from "../../staking/useDecimalSign.ts";
import { DEFAULT_ORDER } from "./query.ts";
import { type PoolSort, poolSorts, type StakeSearch } from "./search.ts";

const messages = defineMessages("portal.poolFilters", {
  label: "Find a pool",
  q: "Search",
  qHint: "Pool, operator or node key",
  budget: "You stake",
  budgetHint: "SESH; shows pools that take as little",
  room: "Takes at least",
  roomHint: "SESH, from one contributor",
  fee: "Fee at most",
  feeHint: "per cent",
  mine: "Places kept for me",
  mineWhy: "Connect a wallet first.",
  wrong: "This isn't a figure.",
  sort: "Order",
  updated: "Last changed",
  deployed: "Newest",
  "fee.sort": "Lowest fee",
  minimum: "Smallest contribution",
  remaining: "Most room",
});

export type PoolFiltersProps = {
  readonly search: StakeSearch;
  readonly account: string | undefined;
  readonly onChange: (change: Partial<StakeSearch>) => void;
};

/** Filters and order of the list; they stand in the page's address. */
export function PoolFilters({ search, account, onChange }: PoolFiltersProps) {
  const t = useT(messages);
  return (
    <search aria-label={t("label")}>
      <form
        className="grid grid-cols-2 items-start gap-x-4 gap-y-3 md:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_minmax(0,1.3fr)]"
        onSubmit={(event) => event.preventDefault()}
      >
        <div className="col-span-2 md:col-span-1">
          <TextFilter
            key={search.q}
            label={t("q")}
            hint={t("qHint")}
            value={search.q}
            onChange={(q) => onChange({ q })}
          />
        </div>
        <FigureFilter
          key={`b${search.budget}`}
          label={t("budget")}
          hint={t("budgetHint")}
          value={search.budget}
          decimals={9}
          onChange={(budget) => onChange({ budget })}
        />
        <FigureFilter
          key={`r${search.room}`}
          label={t("room")}
          hint={t("roomHint")}
          value={search.room}
          decimals={9}
          onChange={(room) => onChange({ room })}
        />
        <FigureFilter
          key={`f${search.fee}`}
          label={t("fee")}
          hint={t("feeHint")}
          value={search.fee}
          decimals={2}
          onChange={(fee) => onChange({ fee })}
        />
        <SortChoice sort={search.sort ?? "updated"} onChange={onChange} />
        <div className="col-span-2 md:col-span-5">
          <Checkbox
            label={t("mine")}
            {...(account === undefined ? { hint: t("mineWhy") } : {})}
            disabled={account === undefined}
            checked={search.mine === true && account !== undefined}
            onChange={(isOn) => onChange({ mine: isOn ? true : undefined })}
          />
        </div>
      </form>
    </search>
  );
}

function SortChoice({ sort, onChange }: Pick<PoolFiltersProps, "onChange"> & { readonly sort: PoolSort }) {
  const t = useT(messages);
  return (
    <Select<PoolSort>
      label={t("sort")}
      value={sort}
      options={poolSorts.map((value) => ({ value, label: t(value === "fee" ? "fee.sort" : value) }))}
      onChange={(value) => onChange({ sort: value, order: DEFAULT_ORDER[value] })}
    />
  );
}

type FilterProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
};

/** Taken over when it is left or by Enter, so that not every letter is a question to the indexer. */
function TextFilter({ label, hint, value, onChange }: FilterProps) {
  const [text, setText] = useState(value ?? "");
  const commit = () => {
    const trimmed = text.trim();
    if (trimmed !== (value ?? "")) onChange(trimmed === "" ? undefined : trimmed);
  };
  return (
    <Field
      type="search"
      label={label}
      hint={hint}
      value={text}
      spellCheck={false}
      autoComplete="off"
      maxLength={66}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

/** A figure as typed in the reader's language; the address holds it with a point. */
function FigureFilter({ label, hint, value, decimals, onChange }: FilterProps & { readonly decimals: 2 | 9 }) {
  const t = useT(messages);
  const decimalSign = useDecimalSign();
  const [text, setText] = useState(value?.replace(".", decimalSign) ?? "");
  const [isWrong, setWrong] = useState(false);
  const commit = () => {
    const parsed = decimals === 2 ? parseBps(text, decimalSign) : parseAmount(text, { decimalSign });
    const isEmpty = text.trim() === "";
    setWrong(!isEmpty && !parsed.ok);
    if (isEmpty && value !== undefined) onChange(undefined);
    if (!parsed.ok) return;
    const { plain } = formatAmount(parsed.amount, { decimals });
    if (plain !== value) onChange(plain);
  };
  return (
    <Field
      label={label}
      hint={hint}
      error={isWrong ? t("wrong") : undefined}
      inputMode="decimal"
      autoComplete="off"
      className="text-end"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
