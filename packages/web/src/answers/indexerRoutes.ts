import type { IndexerClient } from "@session/sdk";

type Methods = Omit<IndexerClient, "url" | "subscribe">;
/** What the indexer can be asked. */
export type RouteName = keyof Methods;
export type RouteInput<Name extends RouteName> = Parameters<Methods[Name]>[0];
export type RouteAnswer<Name extends RouteName> = Awaited<ReturnType<Methods[Name]>>;

/** Asks the indexer by the name of a route. */
export function askIndexer<Name extends RouteName>(
  indexer: IndexerClient,
  name: Name,
  input: RouteInput<Name>,
  signal: AbortSignal,
): Promise<RouteAnswer<Name>> {
  const ask = indexer[name] as unknown as (input: unknown, call: object) => Promise<RouteAnswer<Name>>;
  return ask(input, { signal });
}
