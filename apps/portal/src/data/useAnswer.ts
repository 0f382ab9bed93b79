import type { Topic } from "@session/sdk";
import { type RouteAnswer, type RouteInput, type RouteName, useWatched } from "@session/web";
import { hashKey, type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { usePortal } from "../app/portal.ts";
import { askWithFallback } from "./ask.ts";
import { healthOf } from "./indexerHealth.ts";

export type AnswerOptions<Data> = {
  /** Changes after which it is fetched again; they are heard of while it is shown. */
  readonly topics?: readonly Topic[];
  readonly isOn?: boolean;
  /** Asked again after so long; false: not by time. */
  readonly everyMs?: number | ((data: Data | undefined) => number | false);
  /** Whether an answer can't change any more: then it isn't fetched again, neither by time nor by topics. */
  readonly isLast?: (data: Data) => boolean;
};

/** `isFromChain`: the indexer is away, so this was read from contracts and nodes, as far as they know it. */
export type AnswerQuery<Data> = UseQueryResult<Data> & { readonly isFromChain: boolean };

/** While the indexer is away, no change is heard of. */
const CHAIN_EVERY_MS = 12_000;

/**
 * An answer of the indexer, kept current while it is shown. While the indexer is away, it is read from contracts and node
 * APIs where they know enough, and the last answer stays with its age where they don't.
 */
export function useAnswer<Name extends RouteName>(
  name: Name,
  input: RouteInput<Name>,
  { topics = [], isOn = true, everyMs = () => false, isLast = () => false }: AnswerOptions<RouteAnswer<Name>> = {},
): AnswerQuery<RouteAnswer<Name>> {
  const portal = usePortal();
  const queryKey = ["indexer", name, input];
  const known = useQueryClient().getQueryData<RouteAnswer<Name>>(queryKey);
  const watched = known !== undefined && isLast(known) ? [] : topics;
  useWatched(portal.live, isOn ? watched : []);
  const health = healthOf(portal.indexer);
  const isFromChain = () => health.isFromChain(hashKey(queryKey));
  const query = useQuery({
    queryKey,
    queryFn: ({ signal, client }) => askWithFallback(portal, client, { name, input, queryKey, signal }),
    enabled: isOn,
    meta: { topics: watched },
    // With each answer once, not with each question, too. The reason goes when an error is retried.
    notifyOnChangeProps: ["data", "dataUpdatedAt", "error", "failureReason"],
    refetchInterval: ({ state }) => {
      const data = state.data as RouteAnswer<Name> | undefined;
      if (data !== undefined && isLast(data)) return false;
      const own = typeof everyMs === "number" ? everyMs : everyMs(data);
      return own === false && isFromChain() ? CHAIN_EVERY_MS : own;
    },
  });
  return { ...query, isFromChain: isFromChain() } as AnswerQuery<RouteAnswer<Name>>;
}
