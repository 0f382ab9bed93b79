import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../scripts/builds.ts";
import { createWorkCopy } from "../scripts/workCopy.ts";
import type { Mutant } from "./mutant.ts";

/**
 * `killed` by a failing test; `survived` all tests; `broken` did not compile, stands on a text that is gone, or made a
 * test run out of time, which may as well be the machine's fault.
 */
export type Verdict = {
  readonly verdict: "killed" | "survived" | "broken";
  readonly by: string;
  readonly seconds: number;
};

const hardhat = join(root, "../../node_modules/hardhat/dist/src/cli.js");
const compilerProgram = fileURLToPath(new URL("./compileMutant.ts", import.meta.url));
/** A fault may make a test wait for ever. */
const TIMEOUT_MS = 300_000;

/** A test that took longer says nothing. */
class OutOfTime extends Error {}

function startCompiler(folder: string) {
  const child = fork(compilerProgram, [folder]);
  const ended = once(child, "exit").then(([code]) => `the compiler ended with ${code}`);
  return {
    stop: () => child.kill(),
    /** @returns what is wrong with the sources, nothing when they compile */
    async compile(names: readonly string[]): Promise<string | undefined> {
      const answered = once(child, "message").then(([problem]) => problem as string | null);
      child.send(names);
      return (await Promise.race([answered, ended])) ?? undefined;
    },
  };
}

/** A copy of the package in which one mutant after the other is tried. */
export function createLane() {
  const { folder, remove } = createWorkCopy(true);
  const compiler = startCompiler(folder);

  /** Runs test files, stopped at the first failing test. @returns its name, nothing when all passed */
  async function firstFailure(tests: readonly string[]): Promise<string | undefined> {
    const files = tests.map((file) => join("test", file));
    const child = spawn(process.execPath, [hardhat, "test", "nodejs", "--no-compile", ...files], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", INVARIANT_SEED: "1" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, TIMEOUT_MS);
    let output = "";
    let failure: string | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      failure ??= /^\s*\d+\) (.+)$/m.exec(output)?.[1]?.trim();
      if (failure !== undefined) child.kill("SIGKILL");
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    clearTimeout(timer);
    if (isLate && failure === undefined)
      throw new OutOfTime(`${files.join(", ")} took longer than ${TIMEOUT_MS / 1_000} s`);
    return failure ?? (code === 0 ? undefined : `ended with ${code ?? "a signal"}`);
  }

  /** Puts sources and code back as they are in the package. */
  function restore({ file }: Mutant): void {
    cpSync(join(root, "contracts", file), join(folder, "contracts", file));
    for (const part of ["src/abis/generated", "artifacts"]) {
      rmSync(join(folder, part), { recursive: true, force: true });
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
  }

  return {
    remove: () => {
      compiler.stop();
      remove();
    },
    firstFailure,
    /** Plants a fault and looks for a test that fails. */
    async tryMutant(mutant: Mutant): Promise<Verdict> {
      const begun = performance.now();
      const done = (verdict: Verdict["verdict"], by: string): Verdict => ({
        verdict,
        by,
        seconds: Math.round((performance.now() - begun) / 1_000),
      });
      const path = join(folder, "contracts", mutant.file);
      const source = readFileSync(path, "utf8");
      if (source.split(mutant.from).length !== 2) return done("broken", "its text doesn't stand once in the file");
      try {
        writeFileSync(
          path,
          source.replace(mutant.from, () => mutant.to),
        );
        const errors = await compiler.compile(mutant.rebuild);
        if (errors !== undefined) return done("broken", errors.split("\n").slice(0, 12).join(" "));
        for (const test of mutant.tests) {
          const failure = await firstFailure([test]);
          if (failure !== undefined) return done("killed", `${test}: ${failure}`);
        }
        return done("survived", "");
      } catch (error) {
        if (error instanceof OutOfTime) return done("broken", error.message);
        throw error;
      } finally {
        restore(mutant);
      }
    },
  };
}
