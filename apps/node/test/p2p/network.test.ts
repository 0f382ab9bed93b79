import type { Vote } from "@session/protocol";
import { afterEach, expect, test } from "vitest";
import { isMeshed, TestNet, type TestNode, testVote, until } from "./harness.ts";

let net = new TestNet();
afterEach(async () => {
  await net.close();
  net = new TestNet();
});

async function startAll(count: number, receive: (index: number, vote: Vote) => void): Promise<TestNode[]> {
  const nodes: TestNode[] = [];
  for (let i = 0; i < count; i++) {
    const bootstrap = nodes.flatMap(({ network }) => network.addresses());
    nodes.push(
      await net.node({ bootstrap }, (network) =>
        network.onVote((vote) => {
          receive(i, vote);
          return { result: "accept" };
        }),
      ),
    );
  }
  return nodes;
}

test("four nodes mesh and a vote reaches every other handler exactly once", async () => {
  const seen: [number, number][] = [];
  const nodes = await startAll(4, (index, vote) => seen.push([index, vote.node]));
  await until("mesh", () => isMeshed(nodes));
  for (const [i, node] of nodes.entries()) node.network.broadcastVote(testVote({ node: i + 1 }));
  await until("all votes", () => seen.length >= 12);
  const expected = [0, 1, 2, 3].flatMap((to) => [1, 2, 3, 4].filter((of) => of !== to + 1).map((of) => [to, of]));
  expect(seen.toSorted()).toEqual(expected.toSorted());
});
