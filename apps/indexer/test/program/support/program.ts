import { join } from "node:path";
import { type SpawnedChild, spawnChild } from "@session/testing";
import { inject, onTestFinished } from "vitest";

// Compiled code is kept over starts, as the program does for itself where it may write.
const CACHE = join(inject("programs"), "..", "compiled");
const MAIN = join(inject("programs"), "indexer.mjs");

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The program as a process of its own, with nothing of this one's environment but the path. */
async function spawnProgram(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = await spawnChild(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NODE_COMPILE_CACHE: CACHE, ...env },
  });
  onTestFinished(() => child.kill());
  const said = { stdout: "", stderr: "" };
  child.process.stdout?.on("data", (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  const closed = new Promise<void>((resolve) => child.process.once("close", () => resolve()));
  return { child, said, closed };
}

/** Runs it to its end. */
export async function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { child, said, closed } = await spawnProgram(args, env);
  child.process.stderr?.on("data", (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const { code } = await child.exited;
  await closed;
  return { code, ...said };
}

export type RunningProgram = {
  /** Base URL of its API. */
  readonly url: string;
  readonly child: SpawnedChild;
  /** Asks it to end, and waits for how it has. */
  readonly stop: () => Promise<Awaited<SpawnedChild["exited"]>>;
  readonly log: () => string;
};

/** Before one that doesn't end by itself is killed: a limit for hangs, as closing takes seconds on a busy machine. */
const GRACE_MS = 60_000;

/** Runs it until it says where its API listens; ended with the test. */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProgram> {
  const { child, said } = await spawnProgram(["start", "--api-port", "0", ...args], env);
  const url = await new Promise<string>((resolve, reject) => {
    child.process.stderr?.on("data", (chunk: Buffer) => {
      said.stderr += chunk.toString();
      const found = /"url":"(http[^"]+)"/.exec(said.stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    void child.exited.then(() => reject(new Error(`it ended: ${said.stderr.slice(-2_000)}`)));
  });
  const stop = async () => {
    await child.stop(GRACE_MS);
    return child.exited;
  };
  return { url, child, stop, log: () => said.stderr };
}
