import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DevnetError } from "../src/errors.ts";
import { fixedPorts } from "../src/ports.ts";
import { type DevnetState, readState, writeState } from "../src/state.ts";

const STATE: DevnetState = {
  version: 1,
  chainId: 31_337,
  seed: "devnet",
  nodes: ["node1", "node2"],
  spares: ["spare1"],
  ports: fixedPorts(["node1", "node2", "spare1"]),
  foreignL2: null,
  l2GenesisTime: 1_700_000_000,
  clockOffsetSec: 3_600,
  contracts: {
    serviceNodeRewards: `0x${"11".repeat(20)}`,
    rewardRatePool: `0x${"22".repeat(20)}`,
    seshL2: `0x${"33".repeat(20)}`,
    serviceNodeContributionFactory: `0x${"55".repeat(20)}`,
  },
  startBlock: 14,
  genesisHash: `0x${"44".repeat(32)}`,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdn-state-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("what is written reads back, and no half of it is left", async () => {
  const file = join(folder, "state.json");
  expect(await readState(file)).toBeUndefined();
  await writeState(file, STATE);
  expect(await readState(file)).toEqual(STATE);
  expect(await readdir(folder)).toEqual(["state.json"]);
});

test("a network from before there were sites is read", async () => {
  const file = join(folder, "state.json");
  const { sites: _, ...ports } = STATE.ports;
  await writeFile(file, JSON.stringify({ ...STATE, ports }));
  expect((await readState(file))?.ports).toEqual({ ...ports, sites: {} });
});

test.each([
  ["cut short", JSON.stringify(STATE).slice(0, 100)],
  ["another version", JSON.stringify({ ...STATE, version: 2 })],
  ["a port out of range", JSON.stringify({ ...STATE, ports: { ...STATE.ports, l2: 70_000 } })],
])("%s is refused with the file's name", async (_what, text) => {
  const file = join(folder, "state.json");
  await writeFile(file, text);
  const error = await readState(file).catch((thrown: unknown) => thrown);
  expect((error as DevnetError).detail).toMatchObject({ code: "STATE_INVALID", file });
});
