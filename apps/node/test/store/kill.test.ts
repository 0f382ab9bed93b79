import { join } from "node:path";
import { createInterface } from "node:readline";
import { seededRandom, spawnChild } from "@session/testing";
import { expect, inject, it } from "vitest";
import { ChainStore } from "../../src/store/chainStore.ts";
import { Database } from "../../src/store/database.ts";
import { temporaryFolder } from "../chain/support.ts";
import { buildHistory } from "./support.ts";

const WRITER = join(inject("programs"), "writer.mjs");
const LENGTH = 60;

it("kill -9 at any moment: the head is the last block acknowledged or the one being written, never less, never half", async () => {
  const random = seededRandom();
  const folder = await temporaryFolder();
  const { builder, blocks } = buildHistory(LENGTH);
  let acknowledged = 0;
  for (let kills = 0; acknowledged < LENGTH && kills < 40; kills++) {
    const child = await spawnChild(process.execPath, [WRITER, folder, String(LENGTH)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { stdout } = child.process;
    if (stdout === null) throw new Error("the writer has no output");
    const target = acknowledged + random.int(1, 12);
    for await (const line of createInterface({ input: stdout })) {
      if (line === "done") break;
      if (line.startsWith("from ")) {
        const from = Number(line.slice(5));
        expect(from).toBeGreaterThanOrEqual(acknowledged);
        expect(from).toBeLessThanOrEqual(acknowledged + 1);
        acknowledged = from;
      } else acknowledged = Number(line);
      // Somewhere within the next write, not always right after an acknowledgement.
      if (acknowledged >= target) setTimeout(() => child.process.kill("SIGKILL"), random.int(0, 6));
    }
    await child.exited;
    await checkStore(folder, acknowledged);
  }
  expect(acknowledged).toBe(LENGTH);

  /** What a new process finds: every block up to the head, its outcomes, and the state the chain had. */
  async function checkStore(path: string, atLeast: number): Promise<void> {
    const database = await Database.open(path);
    const store = new ChainStore(database, builder.genesis);
    const head = await store.loadHead();
    const height = head?.block.header.height ?? 0;
    expect(height).toBeGreaterThanOrEqual(atLeast);
    expect(height).toBeLessThanOrEqual(atLeast + 1);
    expect(await store.hasAllUpTo(height)).toBe(true);
    expect(head?.state.root()).toEqual(blocks[height - 1]?.state.root());
    for (const { block, hash } of blocks.slice(0, height)) {
      expect(await store.heightOf(hash)).toBe(block.header.height);
      expect(await store.outcomesOf(block.header.height)).toHaveLength(2);
    }
    if (height < LENGTH) expect(await store.outcomesOf(height + 1)).toEqual([]);
    await database.close();
  }
}, 600_000);
