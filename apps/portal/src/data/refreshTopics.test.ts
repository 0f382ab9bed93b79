import { SdkError } from "@session/sdk";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { refreshTopics } from "./refreshTopics.ts";

test("a question without sense isn't asked with every block; one for what isn't there yet is", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: number[] = [];
  const ends = [400, 404, 429, 503].map((status) =>
    new QueryObserver(client, {
      queryKey: ["indexer", "getNode", status],
      meta: { topics: ["network"] },
      queryFn: () => {
        asked.push(status);
        throw new SdkError({ code: "API_PROBLEM", url: "", status, apiCode: "NOT_FOUND" }, "no");
      },
    }).subscribe(() => undefined),
  );
  await expect.poll(() => client.isFetching()).toBe(0);
  asked.length = 0;
  refreshTopics(client, ["network"]);
  expect(asked).toEqual([404, 429, 503]);
  for (const end of ends) end();
  client.clear();
});
