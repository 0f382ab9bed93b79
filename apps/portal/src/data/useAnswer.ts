import type { Topic } from "@session/sdk";
import { hashKey, type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePortal } from "../app/portal.ts";
import { type Answer, askWithFallback, type Input, type RouteName } from "./ask.ts";
import { healthOf } from "./indexerHealth.ts";

export type { Answer, RouteName } from "./ask.ts";

export type AnswerOptions<Data> = {
  /** Changes after which it is fetched again; they are heard of while it is shown. */
  readonly topics?: readonly Topic[];
  readonly isOn?: boolean;
  /** Asked again after so long; false: not by time. */
  readonly everyMs?: number | ((data: Data | undefined) => number | false);
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
  input: Input<Name>,
  { topics = [], isOn = true, everyMs = () => false }: AnswerOptions<Answer<Name>> = {},
): AnswerQuery<Answer<Name>> {
  const portal = usePortal();
  const { live } = portal;
  const watched = isOn ? topics.join(",") : "";
  useEffect(() => (watched === "" ? undefined : live.watch(watched.split(",") as Topic[])), [live, watched]);
  const queryKey = ["indexer", name, input];
  const health = healthOf(portal.indexer);
  const isFromChain = () => health.isFromChain(hashKey(queryKey));
  const query = useQuery({
    queryKey,
    queryFn: ({ signal, client }) => askWithFallback(portal, client, { name, input, queryKey, signal }),
    enabled: isOn,
    meta: { topics },
    // With each answer once, not with each question, too. The reason goes when an error is retried.
    notifyOnChangeProps: ["data", "dataUpdatedAt", "error", "failureReason"],
    refetchInterval: ({ state }) => {
      const own = typeof everyMs === "number" ? everyMs : everyMs(state.data as Answer<Name> | undefined);
      return own === false && isFromChain() ? CHAIN_EVERY_MS : own;
    },
  });
  return { ...query, isFromChain: isFromChain() } as AnswerQuery<Answer<Name>>;
}

/** Fetches again what the changed topics are about. */
export function invalidateTopics(client: QueryClient, changed: readonly string[] | "all"): void {
  const touched = new Set(changed === "all" ? [] : changed);
  const predicate = ({ meta }: { meta?: Record<string, unknown> | undefined }) =>
    changed === "all" || ((meta?.topics ?? []) as readonly string[]).some((topic) => touched.has(topic));
  // Changes come with every block: one that is being asked goes on, or a slow or failing one would never end.
  void client.invalidateQueries({ queryKey: ["indexer"], predicate }, { cancelRefetch: false });
}
