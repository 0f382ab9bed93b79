import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort, spawnChild } from "@session/testing";
import type { BenchContracts } from "../chain/history.ts";
import { cpuSeconds, peakRssMb } from "../processUse.ts";

export type PonderOptions = {
  readonly folder: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly contracts: BenchContracts;
  readonly databaseUrl: string;
  /** Of its tables; its RPC cache lies in `ponder_sync` whatever this is. */
  readonly schema: string;
};

/** Seconds from its start: until it says that it fetches, and until it says that it is ready (indexes made as well). */
export type PonderRun = {
  readonly seconds: number;
  readonly startSeconds: number;
  readonly rssMb: number;
  readonly cpuSeconds: number;
};

const FETCHING = "Started backfill indexing";
const READY = '"endpoint":"/ready"';

/** One indexing of the whole chain by `ponder start`. */
export async function runPonder(options: PonderOptions): Promise<PonderRun> {
  const { folder, rpcUrl, chainId, contracts, databaseUrl, schema } = options;
  // Its own state of a run, which a fresh schema must not find.
  rmSync(join(folder, ".ponder"), { recursive: true, force: true });
  const bin = join(folder, "node_modules", "ponder", "dist", "esm", "bin", "ponder.js");
  const args = [bin, "start", "--schema", schema, "--port", String(await freePort()), "--log-format", "json"];
  const settings = JSON.stringify({ rpcUrl, chainId, contracts, databaseUrl });
  const env = { ...process.env, BENCH_SETTINGS: settings, PONDER_TELEMETRY_DISABLED: "true", NODE_ENV: "production" };
  const started = performance.now();
  const child = await spawnChild(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const elapsed = () => (performance.now() - started) / 1_000;
  const { stdout, stderr } = child.process;
  if (stdout === null || stderr === null) throw new Error("Ponder has no output");
  stderr.resume();
  const last: string[] = [];
  let startSeconds: number | undefined;
  try {
    for await (const line of createInterface({ input: stdout })) {
      last.push(line);
      if (last.length > 20) last.shift();
      if (line.includes(FETCHING)) startSeconds ??= elapsed();
      if (line.includes(READY))
        return {
          seconds: elapsed(),
          startSeconds: startSeconds ?? 0,
          rssMb: peakRssMb(child.pid),
          cpuSeconds: cpuSeconds(child.pid),
        };
    }
  } finally {
    await child.stop();
  }
  throw new Error(`Ponder ended before it was ready:\n${last.join("\n")}`);
}
