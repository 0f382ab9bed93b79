import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { invalidateTopics } from "./invalidateTopics.ts";

test("a change in each block doesn't cut off a question that takes longer than a block", async () => {
  const client = new QueryClient();
  const asked: AbortSignal[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ["indexer", "getNetwork"],
    meta: { topics: ["network"] },
    queryFn: ({ signal }) => {
      asked.push(signal);
      return asked.length === 1 ? 1 : new Promise<number>(() => undefined);
    },
  });
  const end = observer.subscribe(() => undefined);
  await expect.poll(() => observer.getCurrentResult().data).toBe(1);
  invalidateTopics(client, ["network"]);
  await expect.poll(() => asked.length).toBe(2);
  invalidateTopics(client, ["network"]);
  invalidateTopics(client, "all");
  await expect.poll(() => client.isFetching()).toBe(1);
  expect(asked.map(({ aborted }) => aborted)).toEqual([false, false]);
  end();
  client.clear();
});

test("only what is about the changed topics is asked again", async () => {
  const client = new QueryClient();
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: ["indexer", "getNode"],
    meta: { topics: ["node:7"] },
    queryFn: () => ++asked,
  });
  const end = observer.subscribe(() => undefined);
  await expect.poll(() => asked).toBe(1);
  invalidateTopics(client, ["node:8", "network"]);
  expect(client.isFetching()).toBe(0);
  invalidateTopics(client, ["node:7"]);
  await expect.poll(() => asked).toBe(2);
  end();
  client.clear();
});

test("what the app leaves out isn't asked again", async () => {
  const client = new QueryClient();
  const asked: string[] = [];
  const ends = ["kept", "renewed"].map((name) =>
    new QueryObserver(client, { queryKey: ["indexer", name], queryFn: () => asked.push(name) }).subscribe(
      () => undefined,
    ),
  );
  await expect.poll(() => client.isFetching()).toBe(0);
  asked.length = 0;
  invalidateTopics(client, "all", ({ queryKey }) => queryKey.includes("kept"));
  expect(asked).toEqual(["renewed"]);
  for (const end of ends) end();
  client.clear();
});
