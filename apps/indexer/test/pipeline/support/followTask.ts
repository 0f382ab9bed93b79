import { spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import type { DatabaseOptions } from "../../../src/database/connect.ts";

/** What a child process is to follow; JSON. */
export type FollowTask = {
  readonly url: string;
  readonly database: DatabaseOptions;
  readonly network: Record<string, unknown>;
  readonly startBlock: number;
};

const CHILD = join(inject("programs"), "followChild.mjs");

/**
 * Runs the views in a process of their own and kills it, with no chance to clean up, as soon as it has told so often.
 *
 * @param midway happens after the first that is told; what the process tells meanwhile doesn't count
 */
export async function followAndKill(
  task: FollowTask,
  notices: number,
  midway: () => Promise<void> = async () => undefined,
): Promise<void> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(task)], { stdio: ["ignore", "pipe", "pipe"] });
  let told = 0;
  let isMidway = false;
  let failed: unknown;
  let problem = "";
  child.stderr.on("data", (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const goMidway = async () => {
    isMidway = true;
    await midway().catch((error: unknown) => {
      failed = error;
      child.kill("SIGKILL");
    });
    isMidway = false;
  };
  child.stdout.on("data", (chunk: Buffer) => {
    if (isMidway) return;
    if (told === 0) void goMidway();
    told += chunk.toString().split("\n").length - 1;
    if (told > notices && !isMidway) child.kill("SIGKILL");
  });
  const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("close", (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  if (failed !== undefined) throw failed;
  if (signal !== "SIGKILL") throw new Error(`the child ended by itself (${code}): ${problem}`);
}
