import { useState } from "react";
import {
  Address,
  Amount,
  Button,
  type Column,
  EmptyState,
  ErrorState,
  firstPage,
  Pagination,
  Skeleton,
  StatePill,
  Table,
  Tabs,
} from "../src/index.ts";
import { Section } from "./Gallery.tsx";

type Node = { id: number; operator: string; stake: bigint; fee: number };
const nodes = (count: number): Node[] =>
  Array.from({ length: count }, (_, index) => ({
    id: 2004 - index,
    operator: `0x52908400098527886e0f7030069857d2e4${String(index).padStart(6, "0")}`,
    stake: BigInt((index * 7919) % 25_000) * 1_000_000_007n,
    fee: (index * 13) % 20,
  }));

const columns: readonly Column<Node>[] = [
  {
    id: "id",
    header: "Node",
    cell: ({ id }) => <a href={`#${id}`}>{id}</a>,
    sortBy: ({ id }) => id,
    csv: ({ id }) => id,
  },
  { id: "state", header: "State", cell: ({ id }) => <StatePill state={id % 5 === 0 ? "decommissioned" : "active"} /> },
  { id: "operator", header: "Operator", cell: ({ operator }) => <Address value={operator} /> },
  {
    id: "stake",
    header: "Stake (SESH)",
    align: "end",
    cell: ({ stake }) => <Amount value={stake} unit={null} />,
    sortBy: ({ stake }) => stake,
    csv: ({ stake }) => stake,
  },
  { id: "fee", header: "Fee", align: "end", cell: ({ fee }) => `${fee} %`, sortBy: ({ fee }) => fee },
];
const few = nodes(4);
const many = nodes(3000);

export function Lists() {
  const [tab, setTab] = useState("few");
  const [pages, setPages] = useState(firstPage);
  return (
    <Section title="Lists">
      <Tabs
        label="Lists"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: "few",
            label: "Few",
            content: (
              <Table
                caption="Nodes"
                columns={columns}
                rows={few}
                rowKey={({ id }) => `${id}`}
                csvName="nodes"
                staleSec={754}
              />
            ),
          },
          {
            value: "many",
            label: "Many",
            content: (
              <Table caption="All nodes" columns={columns} rows={many} rowKey={({ id }) => `${id}`} csvName="nodes" />
            ),
          },
          { value: "loading", label: "Loading", content: <Skeleton lines={4} /> },
        ]}
      />
      <Pagination label="nodes" pages={pages} next="c2" onChange={setPages} />
      <div className="grid gap-6 md:grid-cols-2">
        <EmptyState title="You have no stakes yet" action={<Button variant="primary">Find a pool</Button>}>
          Join a pool from 781.25 SESH, or run a node of your own.
        </EmptyState>
        <ErrorState code="API_UNREACHABLE" onRetry={() => {}}>
          The indexer doesn't answer. Check your connection, or try again in a minute.
        </ErrorState>
      </div>
    </Section>
  );
}
