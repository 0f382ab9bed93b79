import type { Topic } from "@session/sdk";
import type { StreamHello } from "@session/sdk/indexer-api";
import {
  askIndexer,
  invalidateTopics as invalidate,
  type RouteAnswer,
  type RouteInput,
  type RouteName,
  refusalOf,
  useWatched,
} from "@session/web";
import { keepPreviousData, type Query, type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useExplorer } from "../app/explorer.ts";

export type AnswerOptions = {
  /** Changes after which it is fetched again; they are heard of while it is shown. */
  readonly topics?: readonly Topic[];
  readonly isOn?: boolean;
  /** Shows the page before while the next one loads. */
  readonly keepsPrevious?: boolean;
};

/** An answer of the indexer, kept current while it is shown. */
export function useAnswer<Name extends RouteName>(
  name: Name,
  input: RouteInput<Name>,
  { topics = [], isOn = true, keepsPrevious = false }: AnswerOptions = {},
): UseQueryResult<RouteAnswer<Name>> {
  const { indexer, live } = useExplorer();
  useWatched(live, isOn ? topics : []);
  return useQuery<RouteAnswer<Name>>({
    queryKey: ["indexer", name, input],
    queryFn: ({ signal }) => askIndexer(indexer, name, input, signal),
    enabled: isOn,
    meta: { topics },
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
function isRefused(state: Query["state"]): boolean {
  const status = refusalOf(state);
  return status !== undefined && status !== 429;
}

/** Fetches again what the changed topics are about. */
export function invalidateTopics(client: QueryClient, changed: readonly string[] | "all"): void {
  invalidate(client, changed, ({ state }) => isRefused(state));
}
