import { createNodeClient } from "@session/sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestNetwork, createWallet, runNode, startArgs, type TestNetwork } from "../support/testNetwork.ts";

let net: TestNetwork;
beforeAll(async () => {
  net = await createTestNetwork(1);
});
afterAll(() => net.dispose());

/** A condition that must become true; polled, with the test's own time limit as the end. */
async function until<T>(read: () => Promise<T>, isReached: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isReached(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it("follows an L2 reorg within the safe lag: blocks go on and carry the new branch", async () => {
  const { publicClient } = createWallet(net);
  const running = runNode(startArgs(net, net.nodes[0]?.dataDir ?? ""));
  await running.said("node started");
  const log = JSON.parse(running.logged("node started") ?? "{}") as { api: string };
  const node = createNodeClient({ url: log.api });
  await until(
    () => node.getStatus(),
    ({ head }) => head.height >= 2,
  );
  // Stands still until the node has seen all of it: what it hasn't seen yet can't be replaced for it.
  await net.anvil.request("evm_setIntervalMining", [0]);
  const before = await publicClient.getBlock();
  await until(
    () => node.getStatus(),
    ({ l2 }) => l2.head === Number(before.number),
  );
  await publicClient.request({ method: "anvil_reorg" as never, params: [2, []] as never });
  const replaced = await publicClient.getBlock({ blockNumber: before.number });
  expect(replaced.hash).not.toBe(before.hash);
  await net.anvil.request("evm_setIntervalMining", [1]);
  await running.said("l2 reorg followed");
  const { head } = await until(
    () => node.getStatus(),
    ({ l2 }) => l2.number > Number(before.number),
  );
  for (let height = 1; height <= head.height; height++) {
    const { l2Number, l2Hash } = await node.getBlock(height);
    const block = await publicClient.getBlock({ blockNumber: BigInt(l2Number) });
    expect({ height, l2Hash }).toEqual({ height, l2Hash: block.hash });
  }
  running.kill();
  expect((await running.exited).exitCode).toBe(0);
});
