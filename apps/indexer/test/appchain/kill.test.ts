import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { networkToJson } from "@session/config";
import { type SpawnedChild, seededRandom, spawnChild } from "@session/testing";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import { ChainRecorder } from "../../src/sources/appchain/chainRecorder.ts";
import { readBlocks } from "../../src/sources/appchain/chainTables.ts";
import { DATABASE_KINDS } from "../support/openTestDatabase.ts";
import { makeTestPlace } from "../support/testPlaces.ts";
import { allRows, silent } from "./support.ts";
import { TestChain } from "./testChain.ts";
import { TestNode } from "./testNode.ts";

const LENGTH = 100;
const KILLS = 3;
/** Processes that compile their sources, on a machine that does other things. */
const TIMEOUT_MS = 240_000;
const CHILD = join(inject("programs"), "appchainChild.mjs");

/** Calls `told` for each height the child says it has; resolves when the child has ended. */
async function listen(child: SpawnedChild, told: (height: number) => void): Promise<void> {
  let rest = "";
  child.process.stdout?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) told(Number(line));
  });
  await child.exited;
}

describe.each(DATABASE_KINDS)("killed at any moment on %s", (kind) => {
  it(
    "goes on without gap or duplicate, and stands where a replay stands",
    async () => {
      const random = seededRandom();
      const chain = new TestChain({ nodes: 5, time: 1_800_057_600 - 40 });
      while (chain.height < LENGTH) chain.chance(random);
      const node = await TestNode.start(chain);
      const place = await makeTestPlace(kind);
      const folder = await mkdtemp(join(tmpdir(), "session-kill-"));
      onTestFinished(async () => {
        await node.close();
        await place.remove();
        await rm(folder, { recursive: true });
      });
      const networkFile = join(folder, "network.json");
      await writeFile(networkFile, JSON.stringify(networkToJson(chain.network)));
      const start = () =>
        spawnChild(process.execPath, [CHILD, networkFile, node.url, JSON.stringify(place.options)], {
          stdio: ["ignore", "pipe", "inherit"],
          env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
        });

      const heights: number[] = [];
      for (let kills = 0; kills < KILLS; kills++) {
        const child = await start();
        let batches = random.int(0, 3);
        await listen(child, (height) => {
          heights.push(height);
          // Somewhere within a batch: its transaction may be open, committed, or not begun. One that has all tells no more.
          if (batches-- === 0 || height === LENGTH) setTimeout(() => child.process.kill("SIGKILL"), random.int(0, 12));
        });
      }
      const last = await start();
      await listen(last, (height) => {
        heights.push(height);
        if (height === LENGTH) last.process.kill("SIGTERM");
      });
      expect((await last.exited).code).toBe(0);
      // What was told was kept: no start stands behind what a start before it said.
      expect(heights).toEqual([...heights].sort((a, b) => a - b));
      expect(new Set(heights).size).toBeGreaterThan(KILLS);

      const database = await openDatabase(place.options);
      onTestFinished(() => database.close());
      expect((await readBlocks(database.queries, 1, LENGTH + 1)).map(({ ssz }) => ssz)).toEqual(chain.finals);
      const lived = await allRows(database);
      await ChainRecorder.replay({ database, network: chain.network, logger: silent });
      expect(await allRows(database)).toEqual(lived);
    },
    TIMEOUT_MS,
  );
});
