import type { NetworkResponse } from "@session/sdk/indexer-api";
import { defineMessages, StatePill, useLocale, useT } from "@session/ui";
import { statesShown } from "./model.ts";

const messages = defineMessages("portal.nodesByState", { title: "Nodes by state" });

/** How many nodes are in which state; states nobody is in are left out. */
export function NodesByState({ counts }: { readonly counts: NetworkResponse["nodes"]["byState"] }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const number = new Intl.NumberFormat(locale);
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-xs font-normal text-muted">{t("title")}</h2>
      <ul className="flex flex-wrap gap-x-8 gap-y-2">
        {statesShown(counts).map(({ state, count }) => (
          <li key={state} className="flex items-baseline gap-2">
            <span className="text-base font-medium">{number.format(count)}</span>
            <StatePill state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
