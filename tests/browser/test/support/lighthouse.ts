import lighthouse, { type Flags } from "lighthouse";

const JUDGED = ["accessibility", "best-practices", "seo"] as const;
export type Judged = (typeof JUDGED)[number];

/** Scores from 0 to 100. */
export type Scores = Readonly<Record<Judged, number>> & {
  /** What cost points, for the message of a test. */
  readonly lost: readonly string[];
};

/**
 * The stream of what happens never ends, so the network never falls silent: without a limit each run waits 45 s for that.
 * Pages have been still for seconds by then.
 */
const MAX_LOAD_MS = 6_000;
const FLAGS: Flags = { output: "json", logLevel: "error", disableStorageReset: true, maxWaitForLoad: MAX_LOAD_MS };

/** What Lighthouse finds on a page, opened in the Chromium that listens on a port; its profile is left as it is. */
export async function judge(url: string, port: number): Promise<Scores> {
  const { categories, audits } = await read(url, { ...FLAGS, port, onlyCategories: [...JUDGED] });
  const scoreOf = (name: Judged) => Math.round((categories[name]?.score ?? 0) * 100);
  const lost = Object.values(audits)
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score !== null && score < 1)
    .map(({ id, title }) => `${id}: ${title}`);
  return {
    accessibility: scoreOf("accessibility"),
    "best-practices": scoreOf("best-practices"),
    seo: scoreOf("seo"),
    lost,
  };
}

/** The median of several runs: one alone says more about the machine's other work. */
export async function measurePerformance(url: string, port: number, runs: number): Promise<number> {
  const scores: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { categories } = await read(url, { ...FLAGS, port, onlyCategories: ["performance"] });
    scores.push(Math.round((categories.performance?.score ?? 0) * 100));
  }
  return scores.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

async function read(url: string, flags: Flags) {
  const result = await lighthouse(url, flags);
  if (result === undefined) throw new Error(`Lighthouse has no result for ${url}`);
  const { lhr } = result;
  if (lhr.runtimeError !== undefined) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
  return lhr;
}
