import type { Query, QueryClient } from "@tanstack/react-query";

/**
 * Fetches again what the changed topics are about: answers are kept under `["indexer", …]`, with their topics as
 * `meta.topics`.
 *
 * @param isLeftOut - answers that stay as they are all the same
 */
export function invalidateTopics(
  client: QueryClient,
  changed: readonly string[] | "all",
  isLeftOut: (query: Query) => boolean = () => false,
): void {
  const touched = new Set(changed === "all" ? [] : changed);
  const isTouched = ({ meta }: Query) =>
    changed === "all" || ((meta?.topics ?? []) as readonly string[]).some((topic) => touched.has(topic));
  const predicate = (query: Query) => isTouched(query) && !isLeftOut(query);
  // Changes come with every block: one that is being asked goes on, or a slow or failing one would never end.
  void client.invalidateQueries({ queryKey: ["indexer"], predicate }, { cancelRefetch: false });
}
