import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { expect, it, onTestFinished, vi } from "vitest";
import { openDurable } from "../../src/database/pglite/durableFs.ts";

// A limit for hangs: PGlite is started several times, and on a busy machine each start takes seconds.
vi.setConfig({ testTimeout: 240_000 });

/**
 * What a power cut leaves of a folder in the worst case: of each file what it held when it was synced last, under the names
 * its folder had when that was synced, and nothing else.
 */
class Platter {
  readonly #live: string;
  readonly #kept: string;
  readonly #synced = new Map<number, Buffer>();
  /** Called after each sync. */
  onSync: () => void = () => undefined;
  syncs = 0;

  constructor(live: string, kept: string) {
    this.#live = live;
    this.#kept = kept;
  }

  readonly sync = (_fd: number, path: string): void => {
    const place = join(this.#kept, relative(this.#live, path));
    if (statSync(path).isDirectory()) this.#syncNames(path, place);
    else {
      this.#synced.set(statSync(path).ino, readFileSync(path));
      mkdirSync(dirname(place), { recursive: true });
      copyFileSync(path, place);
    }
    this.syncs++;
    this.onSync();
  };

  #syncNames(path: string, place: string): void {
    mkdirSync(place, { recursive: true });
    const names = readdirSync(path);
    for (const gone of readdirSync(place)) if (!names.includes(gone)) rmSync(join(place, gone), { recursive: true });
    for (const name of names) {
      const { ino, ...stat } = statSync(join(path, name));
      if (statSync(join(path, name)).isDirectory()) mkdirSync(join(place, name), { recursive: true });
      // A file that was never synced has its name and nothing in it.
      else writeFileSync(join(place, name), this.#synced.get(ino) ?? Buffer.alloc(0), { mode: stat.mode });
    }
  }

  /** The folder as the next start finds it. */
  cut(name: string): string {
    const found = join(dirname(this.#kept), name);
    cpSync(this.#kept, found, { recursive: true });
    return found;
  }
}

async function rowsIn(folder: string): Promise<number[]> {
  const db = await openDurable(folder, []);
  const { rows } = await db.query<{ n: number }>("select n from kept order by n");
  await db.close();
  return rows.map(({ n }) => n);
}

it("what PGlite has committed is there after a power cut: between commits, in the middle of a checkpoint, after it", async () => {
  const base = mkdtempSync(join(tmpdir(), "session-power-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const platter = new Platter(join(base, "live"), join(base, "kept"));
  mkdirSync(join(base, "live"));
  const db: PGlite = await openDurable(join(base, "live"), [], platter.sync);
  expect(existsSync(join(base, "kept", "PG_VERSION"))).toBe(true);
  await db.exec("create table kept (n int primary key, filler text)");
  let committed = 0;
  const commit = async (count: number) => {
    for (; count > 0; count--) await db.query("insert into kept select $1, repeat('x', 3000)", [++committed]);
  };
  const cuts: [string, number][] = [];
  const cut = (name: string) => cuts.push([platter.cut(name), committed]);

  await commit(50);
  cut("between");
  const before = platter.syncs;
  platter.onSync = () => {
    if (platter.syncs === before + 12) cut("inside");
  };
  await db.exec("checkpoint");
  expect(cuts).toHaveLength(2);
  await commit(20);
  cut("after");
  // What isn't committed may be on the platter, but doesn't count.
  await db.exec("begin; insert into kept values (1000, 'never committed')");
  cut("open");
  await db.close();
  for (const [folder, count] of cuts)
    expect(await rowsIn(folder), folder).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});
