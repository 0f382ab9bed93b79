/**
 * Plants faults in the contracts, one at a time, and expects a test to fail for each. Prints a table, and one line of
 * JSON last; ends with 1 when a fault survives. What was killed is kept in cache/mutation.json until the contracts, the
 * tests that killed it or their support change, so that an interrupted run goes on where it stopped; CI starts anew.
 *
 *   npm run mutation -w @session/contracts -- [--only <part of a fault's words or file>] [--fresh]
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/builds.ts";
import { createLane, type Verdict } from "./lane.ts";
import type { Mutant } from "./mutant.ts";
import { otherMutants } from "./otherMutants.ts";
import { rewardsMutants } from "./rewardsMutants.ts";

const LANES = 2;
const resultsPath = join(root, "cache/mutation.json");
const isCi = !["", "false", "0", undefined].includes(process.env.CI);
const { values } = parseArgs({ options: { only: { type: "string", default: "" }, fresh: { type: "boolean" } } });

const mutants = [...rewardsMutants, ...otherMutants].filter(({ fault, file }) =>
  `${file} ${fault}`.includes(values.only),
);
const shared = hashOf(globSync(["contracts/**/*.sol", "test/**/support/*", "src/deploy/*.ts"], { cwd: root }));
const kept = readKept();
const begun = performance.now();

const verdicts = new Map<Mutant, Verdict>();
for (const mutant of mutants) {
  const verdict = kept.get(keyOf(mutant));
  if (verdict !== undefined) verdicts.set(mutant, verdict);
}
const waiting = mutants.filter((mutant) => !verdicts.has(mutant));
if (waiting.length > 0) await runAll(waiting);
process.exitCode = report();

async function runAll(queue: Mutant[]): Promise<void> {
  const lanes = Array.from({ length: Math.min(LANES, queue.length) }, () => createLane());
  try {
    // A test that fails without any fault kills nothing.
    const tests = [...new Set(queue.flatMap((mutant) => mutant.tests))];
    const failures = await Promise.all(
      lanes.map((lane, i) => lane.firstFailure(tests.filter((_, index) => index % lanes.length === i))),
    );
    const failure = failures.find((one) => one !== undefined);
    if (failure !== undefined) throw new Error(`Without any fault a test fails: ${failure}`);
    await Promise.all(
      lanes.map(async (lane) => {
        for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
          const verdict = await lane.tryMutant(mutant);
          verdicts.set(mutant, verdict);
          if (verdict.verdict === "killed") kept.set(keyOf(mutant), verdict);
          keep();
          console.error(`${verdict.verdict} (${verdict.seconds} s) ${mutant.file}: ${mutant.fault}`);
        }
      }),
    );
  } finally {
    for (const lane of lanes) lane.remove();
  }
}

function report(): number {
  const rows = mutants.map((mutant) => ({ mutant, result: verdicts.get(mutant) }));
  for (const { mutant, result } of rows)
    console.log(`${(result?.verdict ?? "not run").padEnd(9)} ${mutant.file}: ${mutant.fault}  ${result?.by ?? ""}`);
  const count = (verdict: Verdict["verdict"]) => rows.filter(({ result }) => result?.verdict === verdict).length;
  const [killed, survived, broken] = [count("killed"), count("survived"), count("broken")];
  const ok = killed === mutants.length && mutants.length > 0;
  const seconds = Math.round((performance.now() - begun) / 1_000);
  // One case for each fault, counted by tools/suites/counts.ts.
  const cases = { passed: killed, failed: mutants.length - killed };
  console.log(JSON.stringify({ ok, mutants: mutants.length, killed, survived, broken, ...cases, seconds }));
  return ok ? 0 : 1;
}

/** Names a fault together with everything its verdict rests on. */
function keyOf(mutant: Mutant): string {
  const tests = hashOf(mutant.tests.map((test) => `test/${test}`));
  return createHash("sha256")
    .update(JSON.stringify([shared, tests, mutant]))
    .digest("hex");
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths.toSorted())
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function readKept(): Map<string, Verdict> {
  if (values.fresh === true || isCi || !existsSync(resultsPath)) return new Map();
  return new Map(JSON.parse(readFileSync(resultsPath, "utf8")) as [string, Verdict][]);
}

function keep(): void {
  mkdirSync(dirname(resultsPath), { recursive: true });
  writeFileSync(resultsPath, JSON.stringify([...kept]));
}
