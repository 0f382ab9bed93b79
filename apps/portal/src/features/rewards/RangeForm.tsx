import type { RewardsOfAddress } from "@session/sdk/indexer-api";
import { Button, Field, formatAmount, Select, useLocale, useT } from "@session/ui";
import { rewardMessages } from "./messages.ts";
import { type DayRange, MAX_DAYS, presetDays, presetRange, rangeFault } from "./model.ts";
import type { RewardsSearch } from "./search.ts";

export type RangeChange = Pick<RewardsSearch, "from" | "to" | "node">;
export type RangeFormProps = {
  readonly range: DayRange;
  readonly node: number | undefined;
  readonly byNode: RewardsOfAddress["byNode"];
  readonly nowMs: number;
  readonly onChange: (change: RangeChange) => void;
};

/** Which days, and which node; kept in the page's address. */
export function RangeForm({ range, node, byNode, nowMs, onChange }: RangeFormProps) {
  const t = useT(rewardMessages);
  const fault = rangeFault(range);
  return (
    <div className="flex flex-wrap items-start gap-4">
      <Field
        type="date"
        label={t("from")}
        value={range.from}
        max={range.to}
        error={fault === undefined ? undefined : t(fault, { days: MAX_DAYS })}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <Field
        type="date"
        label={t("to")}
        value={range.to}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {byNode.length > 1 && <NodeSelect node={node} byNode={byNode} onChange={onChange} />}
      <fieldset className="flex flex-wrap gap-2 md:pt-7">
        <legend className="sr-only">{t("presets")}</legend>
        {presetDays.map((days) => {
          const preset = presetRange(days, nowMs);
          const isShown = preset.from === range.from && preset.to === range.to;
          return (
            <Button key={days} size="sm" aria-pressed={isShown} onClick={() => onChange(preset)}>
              {t("preset", { days })}
            </Button>
          );
        })}
      </fieldset>
    </div>
  );
}

const ALL = "all";

function NodeSelect({ node, byNode, onChange }: Pick<RangeFormProps, "node" | "byNode" | "onChange">) {
  const t = useT(rewardMessages);
  const { locale } = useLocale();
  const options = byNode.map(({ nodeId, amount }) => ({
    value: String(nodeId),
    label: t("oneNode", { id: String(nodeId), amount: formatAmount(BigInt(amount), { locale }).text }),
  }));
  return (
    <Select<string>
      label={t("node")}
      options={[{ value: ALL, label: t("allNodes") }, ...options]}
      value={node === undefined ? ALL : String(node)}
      onChange={(value) => onChange({ node: value === ALL ? undefined : Number(value) })}
    />
  );
}
