import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { INFINITY_SIGNATURE } from "../../test/fixtures.ts";
import { blst } from "../backends/blst.ts";
import type { SignatureSet } from "../bls.ts";
import { packFrames, unpackFrames } from "./frames.ts";
import { type BlsWorkerPoolOptions, createBlsWorkerPool } from "./pool.ts";

const message = new Uint8Array(32).fill(1);
const sets: SignatureSet[] = [1, 2, 3, 4].map((fill) => {
  const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(fill));
  return { publicKey: blst.publicKeyOf(secretKey), message, signature: blst.sign(secretKey, message) };
});
const publicKeys = sets.map((set) => set.publicKey);
const signature = blst.aggregateSignatures(sets.map((set) => set.signature));
const bad = sets.map((set, index) => (index === 2 ? { ...set, message: new Uint8Array(0) } : set));
const folder = fileURLToPath(new URL("../..", import.meta.url));

const coded = (code: string) => expect.objectContaining({ code });

function startPool(options: Partial<BlsWorkerPoolOptions> = {}) {
  const pool = createBlsWorkerPool({ size: 2, ...options });
  onTestFinished(() => pool.close());
  return pool;
}

test("frames keep every byte string, empty ones too, and copy out of larger buffers", () => {
  const large = new Uint8Array(1000).fill(9);
  const list = [large.subarray(10, 13), new Uint8Array(0), Uint8Array.of(1, 2)];
  const frames = packFrames(list);
  expect(frames.data.buffer.byteLength).toBe(5);
  expect(unpackFrames(frames)).toEqual([Uint8Array.of(9, 9, 9), new Uint8Array(0), Uint8Array.of(1, 2)]);
  expect(unpackFrames(packFrames([]))).toEqual([]);
});

test("answers as blst does, malformed input included", async () => {
  const pool = startPool();
  const answers = await Promise.all([
    pool.verifyBatch(sets),
    pool.verifyBatch(bad),
    pool.verifyBatch([]),
    pool.findInvalid(sets),
    pool.findInvalid(bad),
    pool.findInvalid(sets.map((set) => ({ ...set, signature: INFINITY_SIGNATURE.subarray(1) }))),
    pool.verifyAggregate({ publicKeys, message, signature }),
    pool.verifyAggregate({ publicKeys: publicKeys.slice(1), message, signature }),
    pool.verifyDistinct(sets, signature),
    pool.verifyDistinct(bad, signature),
  ]);
  expect(answers).toEqual([true, false, false, [], [2], [0, 1, 2, 3], true, false, true, false]);
  // What was given is still here: nothing of the caller's was transferred.
  expect(blst.verifyBatch(sets)).toBe(true);
});

test("a full queue refuses, and close finishes what was accepted", async () => {
  const pool = startPool({ size: 1, maxQueue: 2 });
  const accepted = [pool.verifyBatch(sets), pool.verifyBatch(bad), pool.findInvalid(bad)];
  expect(pool.queued).toBe(2);
  await expect(pool.verifyBatch(sets)).rejects.toThrow(
    expect.objectContaining({ code: "BLS_QUEUE_FULL", detail: expect.objectContaining({ limit: 2 }) }),
  );
  const closed = pool.close();
  await expect(pool.verifyBatch(sets)).rejects.toThrow(coded("BLS_POOL_CLOSED"));
  expect(await Promise.all(accepted)).toEqual([true, false, [2]]);
  await closed;
  await pool.close();
});

test("an abort ends running and waiting jobs at once", async () => {
  const controller = new AbortController();
  const pool = startPool({ size: 1, signal: controller.signal });
  const jobs = [pool.verifyBatch(sets), pool.verifyBatch(sets), pool.verifyBatch(sets)];
  const outcomes = Promise.allSettled(jobs);
  controller.abort();
  expect((await outcomes).map((outcome) => outcome.status === "rejected" && outcome.reason.code)).toEqual([
    "BLS_POOL_CLOSED",
    "BLS_POOL_CLOSED",
    "BLS_POOL_CLOSED",
  ]);
  await expect(pool.verifyBatch(sets)).rejects.toThrow(coded("BLS_POOL_CLOSED"));
  await pool.close();
  const late = startPool({ signal: controller.signal });
  await expect(late.verifyBatch(sets)).rejects.toThrow(coded("BLS_POOL_CLOSED"));
});

test("a thread that dies fails its own job; the next job gets a new thread", async () => {
  const worker = new URL("../../test/crashingWorker.mjs", import.meta.url);
  const pool = startPool({ size: 1, worker });
  const outcomes = await Promise.allSettled([pool.verifyBatch(sets), pool.verifyBatch(sets)]);
  expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.detail)).toEqual([
    { code: "BLS_WORKER_FAILED", reason: "exit code 7" },
    { code: "BLS_WORKER_FAILED", reason: "exit code 7" },
  ]);
});

test("a worker file that isn't there fails the job, not the process", async () => {
  const pool = startPool({ worker: join(folder, "no-such-worker.mjs") });
  await expect(pool.verifyBatch(sets)).rejects.toThrow(coded("BLS_WORKER_FAILED"));
});

test("works when bundled into one file, its threads running the same file", async () => {
  await mkdir(join(folder, "dist"), { recursive: true });
  const out = await mkdtemp(join(folder, "dist", "bundle-"));
  onTestFinished(() => rm(out, { recursive: true }));
  const outfile = join(out, "app.mjs");
  const entry = join(folder, "test/singleFileApp.ts");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["@chainsafe/blst"],
    logLevel: "silent",
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  expect(JSON.parse(stdout)).toEqual([true, false, [1]]);
});
