import { nodeStates } from "@session/sdk/indexer-api";
import { defineMessages, Field, Link, Pagination, Select, type Sort, useLocale, useT } from "@session/ui";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { PageHead } from "../app/PageHead.tsx";
import { nodeSorts } from "../app/search.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { useListPages } from "../data/useListPages.ts";
import { NodesTable } from "../features/nodes/NodesTable.tsx";

const messages = defineMessages("explorer.nodesPage", {
  title: "Nodes",
  validators: "Who votes on the next block",
  obligations: "What nodes owe, and who is out of service",
  state: "State",
  search: "Id, key or operator begins with",
  present: "present ({count, number})",
  all: "all, those that left too",
  "of.pendingOnL2": "pending ({count, number})",
  "of.joining": "joining ({count, number})",
  "of.active": "active ({count, number})",
  "of.decommissioned": "decommissioned ({count, number})",
  "of.exitRequested": "exit requested ({count, number})",
  "of.unlocking": "unlocking ({count, number})",
  "of.exitable": "exit ready ({count, number})",
  "of.liquidatable": "liquidatable ({count, number})",
  "of.locked": "locked ({count, number})",
  "of.exited": "exited ({count, number})",
  "of.liquidated": "liquidated ({count, number})",
  "of.rejected": "rejected ({count, number})",
});
const route = getRouteApi("/nodes");
const ROWS = 100;
const LEFT: readonly string[] = ["exited", "liquidated"];

export function NodesPage() {
  const t = useT(messages);
  const { state, search, sort = "id", order = "asc" } = route.useSearch();
  const navigate = useNavigate({ from: "/nodes" });
  const { pages, change, cursor } = useListPages();
  const query = {
    ...(state === undefined ? {} : { state }),
    ...(search === undefined || !/^(0x)?[0-9a-fA-F]{1,192}$/.test(search) ? {} : { search }),
    sort,
    order,
  };
  const list = useAnswer(
    "listNodes",
    { ...query, limit: ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: ["network"], keepsPrevious: true },
  );
  const shown: Sort = { column: sort, direction: order === "asc" ? "ascending" : "descending" };
  const setSort = ({ column, direction }: Sort) => {
    const wanted = nodeSorts.find((name) => name === column);
    if (wanted === undefined) return;
    const next = { sort: wanted, order: direction === "ascending" ? "asc" : "desc", cursor: undefined } as const;
    void navigate({ search: (last) => ({ ...last, ...next }), resetScroll: false });
  };
  return (
    <>
      <PageHead title={t("title")} json={`/v1/nodes?${new URLSearchParams({ ...query, limit: String(ROWS) })}`} />
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        <Link href="/validators">{t("validators")}</Link>
        <Link href="/obligations">{t("obligations")}</Link>
      </p>
      <Filters counts={list.data?.counts} />
      <Answered query={list} lines={12}>
        {({ items, next }) => (
          <>
            <NodesTable nodes={items} sort={shown} onSort={setSort} />
            <Pagination label={t("title")} pages={pages} next={next} onChange={change} />
          </>
        )}
      </Answered>
    </>
  );
}

function Filters({ counts }: { readonly counts: Readonly<Record<string, number>> | undefined }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { state, search = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/nodes" });
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  const countOf = (name: string) => counts?.[name] ?? 0;
  const present = nodeStates.filter((name) => !LEFT.includes(name)).reduce((sum, name) => sum + countOf(name), 0);
  return (
    <form
      lang={locale}
      className="screen-only grid gap-4 md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim() === "" ? undefined : text.trim();
        void navigate({ search: (last) => ({ ...last, search: wanted, cursor: undefined }) });
      }}
    >
      <Select
        label={t("state")}
        value={state ?? "present"}
        options={[
          { value: "present", label: t("present", { count: present }) },
          { value: "all", label: t("all") },
          ...nodeStates.map((name) => ({ value: name, label: t(`of.${name}`, { count: countOf(name) }) })),
        ]}
        onChange={(value) =>
          void navigate({
            search: (last) => ({ ...last, state: value === "present" ? undefined : value, cursor: undefined }),
          })
        }
      />
      <Field
        label={t("search")}
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}
