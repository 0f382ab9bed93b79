import { isExact, type JourneyKind, type JourneyReport, type ReportedStep } from "../journey/report.ts";
import { runJourney } from "../journey/run.ts";
import { LiveNetwork } from "../live.ts";
import type { CommonOptions } from "./options.ts";
import { sesh } from "./output.ts";

/** `journey`: the report is one line of JSON, the last of stdout, with or without --json. */
export async function runJourneyCommand({ folder }: CommonOptions, kind: JourneyKind): Promise<void> {
  const report = await driveJourney(await LiveNetwork.connect(folder), kind);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (!report.ok) process.exitCode = 1;
}

/** Runs a journey and says on stderr how each step went. */
export async function driveJourney(live: LiveNetwork, kind: JourneyKind): Promise<JourneyReport> {
  const report = await runJourney(live, kind, (step) => process.stderr.write(`${describe(step)}\n`));
  if (report.failure !== undefined)
    process.stderr.write(`  ${report.failure.step} failed: ${report.failure.code}: ${report.failure.message}\n`);
  return report;
}

/** One line; where there is more than one account, or a step isn't exact, one more for each. */
function describe(step: ReportedStep): string {
  const { name, block, seconds, accounts = [] } = step;
  const total = `  ${name.padEnd(14)} ${`${seconds.toFixed(1)} s`.padStart(7)}  block ${block}  ${toOutcome(step)}`;
  const wrong = isExact(step) ? "" : "  WRONG";
  const parts = accounts.map((part) => `    ${part.account.padEnd(14)} ${toOutcome(part)}`);
  return [`${total}${wrong}`, ...parts].join("\n");
}

function toOutcome({ expected, actual }: { readonly expected: string; readonly actual: string }): string {
  return expected === actual ? sesh(actual) : `${sesh(actual)} INSTEAD OF ${sesh(expected)}`;
}
