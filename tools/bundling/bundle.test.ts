import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../workspace.ts";
import { bundle } from "./build.ts";
import { flatName } from "./urls.ts";

// A program with all that a bundle can trip over: a worker found by its own place, a file beside it, native addons with
// platform packages, CommonJS dependencies that `require` Node's modules, top-level await.
const MAIN = `
import { Worker } from "node:worker_threads";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { ClassicLevel } from "classic-level";
import Fastify from "fastify";
import { SecretKey } from "@chainsafe/blst";
import { shared } from "./shared.ts";
const worker = new Worker(new URL("./worker.ts", import.meta.url));
const [answer] = await once(worker, "message");
const level = new ClassicLevel(process.argv[2] ?? "");
await level.put("key", "value");
const app = Fastify();
app.get("/", () => "served");
console.log(JSON.stringify({
  answer, shared, asset: readFileSync(new URL("./note.txt", import.meta.url), "utf8"),
  folder: readFileSync(new URL("./steps/", import.meta.url).pathname + "one.sql", "utf8"), level: await level.get("key"),
  served: (await app.inject("/")).body, key: SecretKey.fromKeygen(new Uint8Array(32).fill(1)).toBytes().length,
}));
await level.close();
process.exit(0);
`;
const WORKER = `
import { parentPort } from "node:worker_threads";
import { SecretKey } from "@chainsafe/blst";
import { shared } from "./shared.ts";
parentPort?.postMessage(shared + typeof SecretKey);
`;

// Below the checkout, so that packages are found; ignored by git.
const source = join(repositoryRoot, ".reports", `bundle-test-${process.pid}`);
const folder = mkdtempSync(join(tmpdir(), "bundle-"));

beforeAll(() => {
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "main.ts"), MAIN);
  writeFileSync(join(source, "worker.ts"), WORKER);
  writeFileSync(join(source, "shared.ts"), `export const shared: string = "shared ";`);
  writeFileSync(join(source, "note.txt"), "a note");
  mkdirSync(join(source, "steps"));
  writeFileSync(join(source, "steps", "one.sql"), "a step");
});
afterAll(() => {
  for (const path of [source, folder]) rmSync(path, { recursive: true });
});

test("a bundle runs from any folder, with an empty environment and the runtime beside it", async () => {
  const first = join(folder, "first");
  const entries = { probe: join(source, "main.ts") };
  const { packages } = await bundle({ root: repositoryRoot, out: first, entries, withRuntime: true, withAnvil: true });
  expect(packages).toContain("node_modules/@chainsafe/blst");
  expect(packages).not.toContain("node_modules/fastify");
  expect(readdirSync(join(first, "node_modules/classic-level/prebuilds"))).toEqual([
    `${process.platform}-${process.arch}`,
  ]);
  const moved = join(folder, "moved");
  renameSync(first, moved);
  const env = { PATH: "/usr/bin:/bin" };
  const run = spawnSync(join(moved, "bin", "session-probe"), [join(folder, "db")], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual({
    answer: "shared function",
    shared: "shared ",
    asset: "a note",
    folder: "a step",
    level: "value",
    served: "served",
    key: 32,
  });
  expect(existsSync(join(moved, "cache"))).toBe(true);
  expect(spawnSync(join(moved, "bin", "anvil"), ["--version"], { env, encoding: "utf8" }).stdout).toContain("anvil");
});

test("a second bundle leaves nothing of the first", async () => {
  const out = join(folder, "again");
  const options = { root: repositoryRoot, out, withRuntime: false, withAnvil: false };
  await bundle({ ...options, entries: { one: join(source, "main.ts") } });
  await bundle({ ...options, entries: { two: join(source, "shared.ts") } });
  expect(readdirSync(join(out, "app"))).toEqual(["two.mjs"]);
  expect(readFileSync(join(out, "app", "two.mjs"), "utf8")).toContain("shared ");
});

test("names of workers say where they come from", () => {
  expect(flatName("/r", "/r/packages/bls/src/workers/worker.ts")).toBe("bls-workers-worker");
});
