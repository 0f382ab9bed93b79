import { invalidateTopics, refusalOf } from "@session/web";
import type { QueryClient } from "@tanstack/react-query";

/**
 * Fetches again what the changed topics are about. No block makes sense of a question that makes none (400); one for what
 * isn't there yet (404) may be answered after the next.
 */
export function refreshTopics(client: QueryClient, changed: readonly string[] | "all"): void {
  invalidateTopics(client, changed, ({ state }) => refusalOf(state) === 400);
}
