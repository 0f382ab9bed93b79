import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Random, seededRandom } from "@session/testing";
import { describe, expect, it } from "vitest";
import { checkTable, checkTableBytes } from "../../../src/store/leveldb/table.ts";
import { temporaryFolder } from "../../chain/support.ts";
import { filesOf, keyOf, openRaw } from "./support.ts";

/** The table LevelDB makes of these entries when it opens again. */
async function makeTable(compression: boolean, filling: () => Uint8Array) {
  const folder = join(await temporaryFolder(), "level");
  const level = await openRaw(folder, { compression });
  await level.batch(Array.from({ length: 400 }, (_, at) => ({ type: "put", key: keyOf(at), value: filling() })));
  await level.close();
  await (await openRaw(folder, { compression })).close();
  const [table] = await filesOf(folder, /\.ldb$/);
  if (table === undefined) throw new Error("no table");
  return { ...table, bytes: await readFile(table.path) };
}

const halfWords = (random: Random) => () => Buffer.concat([random.bytes(300), Buffer.alloc(300, "final ")]);

describe("a table file", () => {
  it.each([
    ["compressed by Snappy", true],
    ["not compressed", false],
  ])("%s: whole it passes, each of 200 flipped bytes is found", async (_, compression) => {
    const random = seededRandom();
    const { path, sizeBytes, bytes } = await makeTable(compression, halfWords(random));
    await checkTable(path, sizeBytes);
    // The index block's kind, before its checksum and the footer: else one of both cases would be tested twice.
    expect(bytes.at(-48 - 5)).toBe(compression ? 1 : 0);
    const places = Array.from({ length: 150 }, () => random.int(0, sizeBytes - 1));
    // Filter, metaindex, index and footer are short and would seldom be met.
    places.push(...Array.from({ length: 50 }, () => random.int(sizeBytes - 200, sizeBytes - 1)));
    for (const at of places) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ random.int(1, 255);
      await writeFile(path, damaged);
      await expect(checkTable(path, sizeBytes), `byte ${at} of ${sizeBytes}`).rejects.toThrow();
    }
  });

  // The highest bit makes a number longer: behind its last byte are zeros in the footer, and its value stays the same.
  it.each([0x01, 0x80])("every byte of the end is looked at: %i", async (flipped) => {
    const { path, sizeBytes, bytes } = await makeTable(true, halfWords(seededRandom()));
    for (let at = sizeBytes - 400; at < sizeBytes; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ flipped;
      await writeFile(path, damaged);
      await expect(checkTable(path, sizeBytes), `byte ${at} of ${sizeBytes}`).rejects.toThrow();
    }
  });

  it("cut anywhere it is found; what lies behind its end is nobody's concern", async () => {
    const random = seededRandom();
    const { path, sizeBytes, bytes } = await makeTable(true, halfWords(random));
    await writeFile(path, Buffer.concat([bytes, random.bytes(100)]));
    await checkTable(path, sizeBytes);
    for (const end of [
      0,
      1,
      47,
      48,
      sizeBytes - 1,
      ...Array.from({ length: 20 }, () => random.int(0, sizeBytes - 1)),
    ]) {
      await writeFile(path, bytes.subarray(0, end));
      await expect(checkTable(path, sizeBytes), `${end} of ${sizeBytes}`).rejects.toThrow(`${end} bytes are left`);
      await expect(checkTable(path, end), `${end} of ${sizeBytes}`).rejects.toThrow();
    }
  });

  it("others get their turn while a large one is checked", async () => {
    const { bytes } = await makeTable(false, () => Buffer.alloc(60_000, "final "));
    expect(bytes.length).toBeGreaterThan(20_000_000);
    let isDone = false;
    const checked = checkTableBytes(bytes).finally(() => {
      isDone = true;
    });
    let turns = 0;
    for (; !isDone; await setImmediate()) turns++;
    await checked;
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});
