import type { ParamsResponse } from "@session/sdk/indexer-api";
import { askIndexer, type RouteAnswer, type RouteInput, type RouteName } from "@session/web";
import { hashKey, type QueryClient } from "@tanstack/react-query";
import type { Portal } from "../app/portal.ts";
import { healthOf } from "./indexerHealth.ts";

export type Question<Name extends RouteName> = {
  readonly name: Name;
  readonly input: RouteInput<Name>;
  /** The last answer under it fills in what the chain can't know. */
  readonly queryKey: readonly unknown[];
  readonly signal: AbortSignal;
};

/** What asking takes of the portal. */
export type AskModules = Pick<Portal, "indexer" | "openL2" | "config" | "live">;

/**
 * Asks the indexer; where that is away, contracts and node APIs.
 *
 * @throws the indexer's error where the chain doesn't know either
 */
export async function askWithFallback<Name extends RouteName>(
  portal: AskModules,
  client: QueryClient,
  question: Question<Name>,
): Promise<RouteAnswer<Name>> {
  const { name, input, queryKey, signal } = question;
  const health = healthOf(portal.indexer);
  const hash = hashKey(queryKey);
  if (health.rests(Date.now()) && portal.live.state() !== "live") {
    const read = await readFromChain(portal, client, question);
    if (read !== undefined) return read;
  }
  try {
    const answer = await askIndexer(portal.indexer, name, input, signal);
    health.answered();
    health.note(hash, false);
    return answer;
  } catch (error) {
    if (signal.aborted || !health.failed(error, Date.now())) throw error;
    const read = await readFromChain(portal, client, question);
    if (read === undefined) throw error;
    return read;
  }
}

/** @returns undefined where the chain doesn't know it, or can't be asked either */
async function readFromChain<Name extends RouteName>(
  { openL2, config, indexer }: AskModules,
  client: QueryClient,
  { name, input, queryKey }: Question<Name>,
): Promise<RouteAnswer<Name> | undefined> {
  // Only who needs it loads it.
  const { chainReaders } = await import("./chain/readers.ts");
  const read = chainReaders[name] as ChainReader<Name> | undefined;
  if (read === undefined) return undefined;
  const params = client.getQueryData<ParamsResponse>(["indexer", "getParams", {}]);
  try {
    const last = client.getQueryData<RouteAnswer<Name>>(queryKey);
    const answer = await read({ l2: await openL2(), config, params }, input, last);
    healthOf(indexer).note(hashKey(queryKey), true);
    return answer;
  } catch {
    return undefined;
  }
}

type ChainReader<Name extends RouteName> = (
  source: unknown,
  input: RouteInput<Name>,
  last: RouteAnswer<Name> | undefined,
) => Promise<RouteAnswer<Name>>;
