import { contractKinds } from "@session/sdk/indexer-api";
import { Button, defineMessages, Field, Pagination, Select, useT } from "@session/ui";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { PAGE_ROWS, useListPages } from "../data/useListPages.ts";
import { EventRows } from "../parts/EventRows.tsx";

const messages = defineMessages("explorer.eventsPage", {
  title: "L2 events",
  why: "Everything the network's contracts have logged, newest first, and what the appchain made of it.",
  contract: "Contract",
  any: "any",
  rewards: "Rewards and stakes",
  rewardPool: "Reward pool",
  token: "Token",
  factory: "Factory of pools",
  pool: "Pools",
  vesting: "Vestings",
  name: "Name of the event",
  node: "Node id",
  address: "Address",
  filter: "Filter",
});
const route = getRouteApi("/events");

export function EventsPage() {
  const t = useT(messages);
  const { name, contract, node, address } = route.useSearch();
  const { pages, change, cursor, isFirst } = useListPages();
  const filter = {
    ...(name === undefined ? {} : { name }),
    ...(contract === undefined ? {} : { contract }),
    ...(node === undefined ? {} : { node }),
    ...(address === undefined ? {} : { address }),
  };
  const list = useAnswer(
    "listEvents",
    { ...filter, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: isFirst ? ["events", "network"] : [], keepsPrevious: true },
  );
  return (
    <>
      <PageHead title={t("title")} json={`/v1/events?${new URLSearchParams({ ...filter, limit: String(PAGE_ROWS) })}`}>
        {t("why")}
      </PageHead>
      <Filters key={JSON.stringify(filter)} />
      <Answered query={list} lines={12}>
        {({ items, next }) => (
          <>
            <EventRows caption={t("title")} events={items} csvName="events" />
            <Pagination label={t("title")} pages={pages} next={next} onChange={change} />
          </>
        )}
      </Answered>
    </>
  );
}

function Filters() {
  const t = useT(messages);
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/events" });
  const [text, setText] = useState({ name: search.name ?? "", node: search.node ?? "", address: search.address ?? "" });
  const field = (name: keyof typeof text) => (
    <Field
      label={t(name)}
      value={text[name]}
      onChange={(event) => setText({ ...text, [name]: event.currentTarget.value })}
      spellCheck={false}
      autoComplete="off"
    />
  );
  const orNone = (value: string) => (value.trim() === "" ? undefined : value.trim());
  return (
    <form
      className="screen-only grid items-end gap-4 md:grid-cols-[1fr_1fr_1fr_2fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        const { name, node, address } = text;
        void navigate({
          search: { contract: search.contract, name: orNone(name), node: orNone(node), address: orNone(address) },
        });
      }}
    >
      <Select
        label={t("contract")}
        value={search.contract ?? "any"}
        options={[{ value: "any", label: t("any") }, ...contractKinds.map((kind) => ({ value: kind, label: t(kind) }))]}
        onChange={(value) =>
          void navigate({
            search: (last) => ({ ...last, contract: value === "any" ? undefined : value, cursor: undefined }),
          })
        }
      />
      {field("name")}
      {field("node")}
      {field("address")}
      <Button type="submit">{t("filter")}</Button>
    </form>
  );
}
