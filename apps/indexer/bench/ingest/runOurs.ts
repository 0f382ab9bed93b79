import { fork } from "node:child_process";
import { once } from "node:events";
import type { OursProgram } from "./bundleOurs.ts";
import type { OursDone, OursOptions } from "./ours.ts";

/** As the bundle's launcher tells Node: tools/bundling/build.ts. */
const FLAGS = [
  "--max-old-space-size=1024",
  "--initial-old-space-size=200",
  "--min-semi-space-size=32",
  "--max-semi-space-size=32",
];

/** One indexing of the whole chain by a process of its own; the time is that from its start to the views at the head. */
export type OursRun = OursDone & { readonly seconds: number };

export async function runOurs({ file, env }: OursProgram, options: OursOptions): Promise<OursRun> {
  const started = performance.now();
  const child = fork(file, [JSON.stringify(options)], { env, execArgv: [...FLAGS] });
  const ended = once(child, "exit");
  const done = await Promise.race([
    once(child, "message").then(([message]) => message as OursDone),
    ended.then(([code]) => Promise.reject(new Error(`the indexer ended with ${code}`))),
  ]);
  const seconds = (performance.now() - started) / 1_000;
  await ended;
  return { ...done, seconds };
}
