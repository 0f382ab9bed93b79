import type { TimelineEntry } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Button,
  defineMessages,
  EmptyState,
  ErrorState,
  Key,
  Link,
  type PillShape,
  Time,
  Timeline,
  useT,
} from "@session/ui";
import { useInfiniteQuery } from "@tanstack/react-query";
import { usePortal } from "../../app/portal.ts";
import { useExplain } from "../../errors/useExplain.ts";
import { type Happening, toHappening } from "./timelineModel.ts";

const messages = defineMessages("portal.nodeTimeline", {
  title: "What happened to it",
  empty: "No events yet",
  emptyWhy: "Nodes that are there from the network's start have no registration of their own.",
  more: "Show earlier events",
  l2: "L2 block {block}",
  chain: "appchain block {height}",
  refused: "The network refused it: {message}",
  transaction: "transaction",
  NewServiceNode: "Registered by {who}",
  NewSeededServiceNode: "There from the network's start",
  ServiceNodeExitRequest: "{who} asked for its exit",
  ServiceNodeExit: "Left the contract; {amount} returned to its stakers",
  ServiceNodeExitLocked: "Left the contract; its stake is locked until {until}",
  ServiceNodeLiquidated: "Liquidated by {who}, who was paid {amount}",
  LockedStakeWithdrawn: "The lock ended; {amount} returned to its stakers",
  "node-joining": "The network knows it, and waits for its first proof",
  "node-active": "In service",
  "node-payable": "Earns rewards from now on",
  "node-decommissioned": "Out of service: it missed its checks",
  "exit-requested": "The network took the exit request; it is let go {until}",
  "node-removed.voluntary": "Let go, as it asked",
  "node-removed.deregistered": "Deregistered: it was out of service longer than its credit allows",
  "node-removed.rejected": "Its registration was refused; the stake can leave in full",
  "node-removed.missed": "Let go: the network learned too late of its registration",
  "node-forgotten": "The network has forgotten it: its stake has left the contract",
  deferred: "A change was put off: it was the last that could vote",
  other: "{name}",
});

const SHAPES: Readonly<Record<Happening["tone"], PillShape>> = {
  good: "disc",
  warn: "halfDisc",
  danger: "cross",
  neutral: "ring",
};

export type NodeTimelineProps = {
  readonly nodeId: number;
  /** The newest entries, which came with the node. */
  readonly entries: readonly TimelineEntry[];
};

/** Everything that happened to a node on both chains, newest first, with reasons. */
export function NodeTimeline({ nodeId, entries }: NodeTimelineProps) {
  const t = useT(messages);
  const all = useEarlier(nodeId);
  const explain = useExplain();
  const shown = all.data === undefined ? entries : all.data.pages.flatMap(({ items }) => items);
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-lg">{t("title")}</h2>
      {shown.length === 0 && <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
      <Timeline label={t("title")} entries={shown.map(toShown)} />
      {all.error !== null && (
        <ErrorState title={explain(all.error).what} onRetry={() => void all.refetch()}>
          {explain(all.error).next}
        </ErrorState>
      )}
      {shown.length >= FIRST_PAGE && (all.data === undefined || all.hasNextPage) && (
        <div>
          <Button
            size="sm"
            busy={all.isFetching}
            onClick={() => void (all.data === undefined ? all.refetch() : all.fetchNextPage())}
          >
            {t("more")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** As many as come with a node. */
const FIRST_PAGE = 20;
const PAGE = 50;

/** The whole timeline by pages, once somebody asks for it. */
function useEarlier(id: number) {
  const { indexer } = usePortal();
  return useInfiniteQuery({
    queryKey: ["indexer", "getNodeTimeline", id],
    enabled: false,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      indexer.getNodeTimeline(
        { id, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

function toShown(entry: TimelineEntry) {
  const happening = toHappening(entry);
  return {
    id: happening.key,
    at: happening.at,
    title: <Title happening={happening} />,
    detail: <Place entry={entry} refused={happening.refused} />,
    shape: SHAPES[happening.tone],
    tone: happening.tone,
  };
}

function Title({ happening: { kind, name, who, amount, until } }: { readonly happening: Happening }) {
  const t = useT(messages);
  const values = {
    name,
    who: who === null ? "–" : <Address value={who} href={`/address/${who}`} copy={false} />,
    amount: amount === null ? "–" : <Amount value={amount} />,
    until: until === null ? "–" : <Time at={until} />,
  };
  return <span className="inline-block first-letter:uppercase">{t.rich(kind, values)}</span>;
}

function Place({ entry: { l2, chain }, refused }: { readonly entry: TimelineEntry; readonly refused: string | null }) {
  const t = useT(messages);
  const { config } = usePortal();
  return (
    <span className="text-xs">
      {refused !== null && <span className="block text-sm text-danger">{t("refused", { message: refused })}</span>}
      {l2 !== null && (
        <>
          {t("l2", { block: l2.block })} ·{" "}
          {config.explorerUrl === null ? (
            <Key value={l2.txHash} thing={t("transaction")} />
          ) : (
            <Link href={`${config.explorerUrl}/tx/${l2.txHash}`}>{t("transaction")}</Link>
          )}
        </>
      )}
      {chain !== null && t("chain", { height: String(chain.height) })}
    </span>
  );
}
