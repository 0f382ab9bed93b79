import { CodedError } from "@session/protocol";
import type { LiveNetwork } from "../live.ts";
import { checkIndexed, checkTransaction } from "./indexed.ts";
import { Journey } from "./journey.ts";
import { liquidatable, liquidated, lockedStakeReturned } from "./leaver.ts";
import {
  isExact,
  type JourneyKind,
  type JourneyReport,
  type ReportedStep,
  type StepName,
  toReport,
  toReported,
} from "./report.ts";
import type { Step } from "./steps.ts";
import * as steps from "./steps.ts";

const BEGINNING: readonly (readonly [StepName, Step])[] = [
  ["registered", steps.registered],
  ["active", steps.active],
];
const LEAVING: readonly (readonly [StepName, Step])[] = [
  ["exitRequested", steps.exitRequested],
  ["unlocked", steps.unlocked],
];
const WHOLE: readonly (readonly [StepName, Step])[] = [
  ...BEGINNING,
  ["payable", steps.payable],
  ["earned", steps.earned],
  ["claimed", steps.claimed],
  ...LEAVING,
  ["exited", steps.exited],
  ["stakeReturned", steps.stakeReturned],
];
const STEPS: Readonly<Record<JourneyKind, readonly (readonly [StepName, Step])[]>> = {
  solo: WHOLE,
  pool: WHOLE,
  leaver: [
    ...BEGINNING,
    ...LEAVING,
    ["liquidatable", liquidatable],
    ["liquidated", liquidated],
    ["stakeReturned", lockedStakeReturned],
  ],
};

/** Drives a node through its whole life; a step that fails or differs ends it. Never throws for what the network did. */
export async function runJourney(
  live: LiveNetwork,
  kind: JourneyKind,
  onStep: (step: ReportedStep) => void,
): Promise<JourneyReport> {
  const begun = performance.now();
  const done: ReportedStep[] = [];
  let name: StepName = "registered";
  const total = () => (performance.now() - begun) / 1_000;
  try {
    const journey = await Journey.begin(live, kind);
    for (const [next, run] of STEPS[kind]) {
      name = next;
      const since = performance.now();
      const result = await run(journey);
      const reported = toReported(name, result, (performance.now() - since) / 1_000);
      await checkIndexed(journey, name);
      done.push(reported);
      onStep(reported);
      if (!isExact(reported)) break;
    }
    for (const step of done) {
      name = step.name;
      if (step.tx !== null) await checkTransaction(journey, name, step.tx);
    }
    return toReport(kind, done, total());
  } catch (error) {
    const code = error instanceof CodedError ? error.code : "UNEXPECTED";
    const message = error instanceof Error ? error.message : String(error);
    return toReport(kind, done, total(), { step: name, code, message });
  }
}
