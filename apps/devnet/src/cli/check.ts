import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DevnetFolder } from "../folder.ts";
import type { JourneyReport } from "../journey/report.ts";
import { LiveNetwork } from "../live.ts";
import { driveJourney } from "./journey.ts";
import type { StartOptions } from "./options.ts";
import { startDevnet } from "./start.ts";

/** `--check`: a network of its own in a temporary folder, a journey, the end. The folder is kept when something is wrong. */
export async function runCheck(options: StartOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  // A short name: sockets of nodes lie in it.
  const path = await mkdtemp(join(tmpdir(), "sdn-"));
  const folder = new DevnetFolder(path);
  const network = { ...options.network, freePorts: true };
  const controller = stopOnSignals();
  const running = await startDevnet(folder, { network, reset: false }, (name, seconds) =>
    say(`  ${name.padEnd(8)} ${seconds.toFixed(2)} s`),
  );
  if (running === undefined) throw new Error(`${path} is in use`);
  say(`ready after ${running.readySeconds.toFixed(1)} s`);
  let report: JourneyReport | undefined;
  try {
    const live = await LiveNetwork.connect(folder);
    report = await Promise.race([driveJourney(live, options.journey), controller]);
  } finally {
    await running.stop();
    if (report?.ok === true) await rm(path, { recursive: true, force: true });
    else say(`logs are kept in ${folder.logs}`);
  }
  const ready = { readySeconds: running.readySeconds, phases: running.phases };
  process.stdout.write(`${JSON.stringify({ ...(report ?? { ok: false, steps: [], seconds: 0 }), ...ready })}\n`);
  if (report?.ok !== true) process.exitCode = 1;
}

/** Resolves without a report when somebody wants it to end. */
function stopOnSignals(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(undefined));
  });
}
