import type { JourneyReport, ReportedStep } from "../journey/report.ts";
import { runJourney } from "../journey/run.ts";
import { LiveNetwork } from "../live.ts";
import type { CommonOptions } from "./options.ts";
import { sesh } from "./output.ts";

/** `journey`: the report is one line of JSON, the last of stdout, with or without --json. */
export async function runJourneyCommand({ folder }: CommonOptions): Promise<void> {
  const report = await driveJourney(await LiveNetwork.connect(folder));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (!report.ok) process.exitCode = 1;
}

/** Runs a journey and says on stderr how each step went. */
export async function driveJourney(live: LiveNetwork): Promise<JourneyReport> {
  const report = await runJourney(live, (step) => process.stderr.write(`${describe(step)}\n`));
  if (report.failure !== undefined)
    process.stderr.write(`  ${report.failure.step} failed: ${report.failure.code}: ${report.failure.message}\n`);
  return report;
}

function describe({ name, expected, actual, block, seconds }: ReportedStep): string {
  const outcome = expected === actual ? sesh(actual) : `${sesh(actual)} INSTEAD OF ${sesh(expected)}`;
  return `  ${name.padEnd(14)} ${`${seconds.toFixed(1)} s`.padStart(7)}  block ${block}  ${outcome}`;
}
