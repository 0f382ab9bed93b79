import { type IndexerClient, SdkError, type Topic } from "@session/sdk";
import type { StreamHello } from "@session/sdk/indexer-api";
import { keepPreviousData, type Query, type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useExplorer } from "../app/explorer.ts";

type Methods = Omit<IndexerClient, "url" | "subscribe">;
export type RouteName = keyof Methods;
type Input<Name extends RouteName> = Parameters<Methods[Name]>[0];
export type Answer<Name extends RouteName> = Awaited<ReturnType<Methods[Name]>>;

export type AnswerOptions = {
  /** Changes after which it is fetched again; they are heard of while it is shown. */
  readonly topics?: readonly Topic[];
  readonly isOn?: boolean;
  readonly everyMs?: number;
  /** Shows the page before while the next one loads. */
  readonly keepsPrevious?: boolean;
};

/** An answer of the indexer, kept current while it is shown. */
export function useAnswer<Name extends RouteName>(
  name: Name,
  input: Input<Name>,
  { topics = [], isOn = true, everyMs, keepsPrevious = false }: AnswerOptions = {},
): UseQueryResult<Answer<Name>> {
  const { indexer, live } = useExplorer();
  const watched = isOn ? topics.join(",") : "";
  useEffect(() => (watched === "" ? undefined : live.watch(watched.split(",") as Topic[])), [live, watched]);
  const ask = indexer[name] as unknown as (input: unknown, call: { signal: AbortSignal }) => Promise<Answer<Name>>;
  return useQuery<Answer<Name>>({
    queryKey: ["indexer", name, input],
    queryFn: ({ signal }) => ask(input, { signal }),
    enabled: isOn,
    meta: { topics },
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    ...(keepsPrevious ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** Fetches again what says of itself that it is from before the stream was opened. */
export function refreshBehind(client: QueryClient, hello: StreamHello): void {
  const predicate = ({ state }: Query) => isBehind(state.data, hello);
  void client.invalidateQueries({ queryKey: ["indexer"], predicate }, { cancelRefetch: false });
}

/** Answers carry how far both sources had come; those that don't change with every block, which is heard of. */
function isBehind(data: unknown, { l2Block, height }: StreamHello): boolean {
  if (typeof data !== "object" || data === null || !("asOf" in data)) return false;
  const asOf = data.asOf as StreamHello;
  return BigInt(asOf.l2Block) < BigInt(l2Block) || asOf.height < height;
}

/** What the server has refused isn't asked for again with every block; the reader may. */
function isRefused({ data, error }: Query["state"]): boolean {
  if (data !== undefined || !(error instanceof SdkError)) return false;
  const { detail } = error;
  return detail.code === "API_PROBLEM" && detail.status >= 400 && detail.status < 500 && detail.status !== 429;
}

/** Fetches again what the changed topics are about. */
export function invalidateTopics(client: QueryClient, changed: readonly string[] | "all"): void {
  const touched = new Set(changed === "all" ? [] : changed);
  const predicate = ({ meta, state }: Query) =>
    !isRefused(state) &&
    (changed === "all" || ((meta?.topics ?? []) as readonly string[]).some((topic) => touched.has(topic)));
  // Changes come with every block: one that is being asked goes on, or a slow or failing one would never end.
  void client.invalidateQueries({ queryKey: ["indexer"], predicate }, { cancelRefetch: false });
}
