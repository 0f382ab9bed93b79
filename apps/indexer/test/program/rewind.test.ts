import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIndexerClient, register } from "@session/sdk";
import { expect, it, onTestFinished } from "vitest";
import { people, STAKE, startChain } from "../pipeline/support/chain.ts";
import { writeNetworkFile } from "./support/networkFile.ts";
import { runProgram, startProgram } from "./support/program.ts";

// A limit for hangs: the program is started six times.
const TIMEOUT_MS = 240_000;
const POLL = { timeout: 60_000, interval: 50 };
const QUIET = ["--log-level", "silent"];

it("after a reorganisation beyond the safe lag it serves on, halted, until an operator rewinds it", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { operator } = people;
  const chain = await startChain(1);
  onTestFinished(() => chain.anvil.stop());
  const folder = await mkdtemp(join(tmpdir(), "session-rewind-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const place = [
    "--network",
    await writeNetworkFile(join(folder, "network.json"), chain),
    "--data-dir",
    join(folder, "data"),
  ];
  const start = async () => {
    const { url, stop } = await startProgram([...place, "--node", "http://127.0.0.1:1", "--l2-poll-ms", "50"]);
    return { stop, client: createIndexerClient({ url }) };
  };
  const mine = (blocks: number) => chain.anvil.request("anvil_mine", [`0x${blocks.toString(16)}`]);
  const registerNode = (name: number) =>
    register(chain.wallet(operator), {
      ...{ registration: chain.registration(name, operator), sesh: chain.addresses.seshL2, stake: STAKE },
    });

  await mine(3);
  const right = await chain.client.getBlock();
  const first = await start();
  const { nodeId, receipt } = await registerNode(2);
  await mine(10);
  await expect
    .poll(async () => BigInt((await first.client.getStatus({})).l2.final), POLL)
    .toBeGreaterThan(receipt.blockNumber);
  expect(await first.client.getNode({ id: nodeId })).toMatchObject({ operator: operator.address });

  const depth = Number((await chain.client.getBlockNumber({ cacheTime: 0 })) - right.number);
  await chain.anvil.request("anvil_reorg", [depth, []]);
  await mine(1);
  const haltOf = async ({ client }: typeof first) => (await client.getStatus({})).l2.halted?.code;
  await expect.poll(() => haltOf(first), POLL).toBe("L2_REORG_BEYOND_SAFE");
  expect(await first.client.getNode({ id: nodeId })).toMatchObject({ operator: operator.address });
  await first.stop();
  // A new start alone changes nothing: somebody has to say which chain is right.
  const second = await start();
  await expect.poll(() => haltOf(second), POLL).toBe("L2_REORG_BEYOND_SAFE");
  const rewind = (to: string) => runProgram(["rewind", ...place, ...QUIET, "--to", to]);
  expect(await rewind(`${right.number}:${right.hash}`)).toMatchObject({ code: 22 });
  await second.stop();

  const gone = await rewind(`${receipt.blockNumber}:${receipt.blockHash}`);
  expect(gone).toMatchObject({ code: 16, stdout: "", stderr: expect.stringMatching(/^REWIND_MISMATCH: [^\n]+\n$/) });
  expect(await rewind("12")).toMatchObject({ code: 2, stderr: expect.stringMatching(/^OPTION_INVALID: .*--to/) });
  const done = await rewind(`${right.number}:${right.hash}`);
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(done.stdout)).toEqual({ rewound: true, number: String(right.number), hash: right.hash });

  const third = await start();
  const { nodeId: again, receipt: newer } = await registerNode(3);
  expect(again).toBe(nodeId);
  await mine(1);
  await expect
    .poll(async () => Number((await third.client.getStatus({})).l2.head?.number ?? 0), POLL)
    .toBeGreaterThanOrEqual(Number(newer.blockNumber));
  expect(await haltOf(third)).toBeUndefined();
  expect(await third.client.getNode({ id: again })).toMatchObject({
    ed25519: chain.registration(3, operator).ed25519Pubkey,
  });
  await third.stop();
  const checked = await runProgram(["check", ...place, ...QUIET]);
  expect(JSON.parse(checked.stdout)).toMatchObject({ equal: true });
});
