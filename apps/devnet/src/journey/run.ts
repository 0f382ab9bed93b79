import { CodedError } from "@session/protocol";
import type { LiveNetwork } from "../live.ts";
import { Journey } from "./journey.ts";
import { type JourneyReport, type ReportedStep, toReport, toReported } from "./report.ts";
import { STEPS } from "./steps.ts";

/** Drives a node through its whole life; a step that fails or differs ends it. Never throws for what the network did. */
export async function runJourney(live: LiveNetwork, onStep: (step: ReportedStep) => void): Promise<JourneyReport> {
  const begun = performance.now();
  const steps: ReportedStep[] = [];
  let name = STEPS[0]?.[0] ?? "registered";
  const total = () => (performance.now() - begun) / 1_000;
  try {
    const journey = await Journey.begin(live);
    for (const [next, run] of STEPS) {
      name = next;
      const since = performance.now();
      const result = await run(journey);
      const reported = toReported(name, result, (performance.now() - since) / 1_000);
      steps.push(reported);
      onStep(reported);
      if (reported.expected !== reported.actual) break;
    }
    return toReport(steps, total());
  } catch (error) {
    const code = error instanceof CodedError ? error.code : "UNEXPECTED";
    const message = error instanceof Error ? error.message : String(error);
    return toReport(steps, total(), { step: name, code, message });
  }
}
