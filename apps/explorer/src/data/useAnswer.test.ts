import { SdkError } from "@session/sdk";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { invalidateTopics, refreshBehind } from "./useAnswer.ts";

test("what the server has refused isn't asked for again with every block", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: ["indexer", "getNode"],
    meta: { topics: ["network"] },
    queryFn: () => {
      asked++;
      const detail = { code: "API_PROBLEM", url: "", status: asked === 1 ? 503 : 404, apiCode: "NOT_FOUND" } as const;
      throw new SdkError(detail, "no");
    },
  });
  const end = observer.subscribe(() => undefined);
  await expect.poll(() => observer.getCurrentResult().isError).toBe(true);
  invalidateTopics(client, ["network"]);
  await expect.poll(() => asked).toBe(2);
  await expect.poll(() => observer.getCurrentResult().fetchStatus).toBe("idle");
  invalidateTopics(client, ["network"]);
  invalidateTopics(client, "all");
  expect(client.isFetching()).toBe(0);
  end();
  client.clear();
});

test("when the stream opens, only answers from before are fetched again", async () => {
  const client = new QueryClient();
  const asked: string[] = [];
  const watch = (name: string, data: unknown) =>
    new QueryObserver(client, {
      queryKey: ["indexer", name],
      queryFn: () => {
        asked.push(name);
        return data;
      },
    }).subscribe(() => undefined);
  const ends = [
    watch("behind on L2", { asOf: { l2Block: "9", height: 5 } }),
    watch("behind on the appchain", { asOf: { l2Block: "10", height: 4 } }),
    watch("current", { asOf: { l2Block: "10", height: 5 } }),
    watch("without a position", { items: [] }),
  ];
  await expect.poll(() => client.isFetching()).toBe(0);
  asked.length = 0;
  refreshBehind(client, { l2Block: "10", height: 5 });
  expect(asked).toEqual(["behind on L2", "behind on the appchain"]);
  for (const end of ends) end();
  client.clear();
});
