import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { seededRandom, spawnChild } from "@session/testing";
import { expect, inject, it } from "vitest";
import { Database } from "../../../src/store/database.ts";
import { findDamage, isTable, numberOf, readManifest } from "../../../src/store/leveldb/damage.ts";
import { temporaryFolder } from "../../chain/support.ts";
import { isFor } from "./support.ts";

const WRITER = join(inject("programs"), "busyWriter.mjs");
const KILLS = 32;

it("kill -9 amid flushes and compactions never looks like damage", async () => {
  const random = seededRandom();
  const dataDir = await temporaryFolder();
  const store = join(dataDir, "store");
  let [leftovers, tables] = [0, 0];
  for (let kills = 0; kills < KILLS; kills++) {
    const child = await spawnChild(process.execPath, [WRITER, dataDir, String(random.uint32())], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { stdout } = child.process;
    if (stdout === null) throw new Error("the writer has no output");
    // From the opening on, at which the log of the run before becomes tables, to the third flush after it.
    const target = random.int(0, 8);
    for await (const line of createInterface({ input: stdout }))
      if (Number(line === "open" ? 0 : line) >= target)
        setTimeout(() => child.process.kill("SIGKILL"), random.int(0, 30));
    expect((await child.exited).signal).toBe("SIGKILL");
    expect(await findDamage(store)).toEqual([]);
    const manifest = await readManifest(store);
    if ("what" in manifest) throw new Error(manifest.what);
    leftovers += (await readdir(store)).filter((name) => isTable(name) && !manifest.tables.has(numberOf(name))).length;
    tables += manifest.tables.size;
    if (kills % 8 === 0) await expectReadable(dataDir);
  }
  // Else the kills came when LevelDB had nothing in its hands, and this would show nothing.
  expect(leftovers).toBeGreaterThan(0);
  expect(tables).toBeGreaterThan(KILLS);
  await expectReadable(dataDir);

  async function expectReadable(folder: string): Promise<void> {
    const copy = await temporaryFolder();
    await cp(folder, copy, { recursive: true });
    const database = await Database.open(copy);
    for await (const [key, value] of database.table("block")) expect(isFor(key, value)).toBe(true);
    await database.close();
  }
}, 600_000);
