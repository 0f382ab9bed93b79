import lighthouse, { type Flags, type Result } from "lighthouse";

const JUDGED = ["accessibility", "best-practices", "seo"] as const;
export type Judged = (typeof JUDGED)[number];

/** Scores from 0 to 100. */
export type Scores = Readonly<Record<Judged, number>> & {
  /** What cost points, for the message of a test. */
  readonly lost: readonly string[];
};

/**
 * The stream of what happens never ends, so the network never falls silent: without a limit each run waits 45 s for that.
 * Pages have been still for seconds by then; on a busy machine, by a few times what they take to be there.
 */
const LEAST_LOAD_MS = 6_000;
const TIMES = 4;
const FLAGS: Flags = {
  ...{ output: "json", logLevel: "error", disableStorageReset: true, disableFullPageScreenshot: true },
};

/** A page to look at, in the Chromium that listens on a port. */
export type Looked = {
  readonly url: string;
  readonly port: number;
  /** How long it took this machine to show it just now, milliseconds. */
  readonly tookMs: number;
};
/** What the performance score is made of; the category's other audits are advice, and cost half of a run. */
const SCORED = [
  ...["first-contentful-paint", "speed-index", "largest-contentful-paint"],
  ...["total-blocking-time", "cumulative-layout-shift"],
];

/** What Lighthouse finds on a page; the browser's profile is left as it is. */
export async function judge(looked: Looked): Promise<Scores> {
  const { categories, audits } = await read(looked, { onlyCategories: [...JUDGED] });
  const lost = Object.values(audits)
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score !== null && score < 1)
    .map(({ id, title }) => `${id}: ${title}`);
  return {
    accessibility: toScore(categories.accessibility),
    "best-practices": toScore(categories["best-practices"]),
    seo: toScore(categories.seo),
    lost,
  };
}

/** The median of several runs: one alone says more about the machine's other work. */
export async function measurePerformance(looked: Looked, runs: number): Promise<number> {
  const scores: number[] = [];
  while (scores.length < runs) {
    const { categories } = await read(looked, { onlyAudits: SCORED });
    // A run that says nothing of it would count as 0.
    if (categories.performance === undefined) throw new Error(`Lighthouse has no performance of ${looked.url}`);
    scores.push(toScore(categories.performance));
  }
  return scores.sort((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0;
}

const toScore = (category: Result.Category | undefined) => Math.round((category?.score ?? 0) * 100);

async function read({ url, port, tookMs }: Looked, flags: Flags) {
  const maxWaitForLoad = Math.max(LEAST_LOAD_MS, TIMES * tookMs);
  const result = await lighthouse(url, { ...FLAGS, ...flags, port, maxWaitForLoad });
  if (result === undefined) throw new Error(`Lighthouse has no result for ${url}`);
  const { lhr } = result;
  if (lhr.runtimeError !== undefined) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
  return lhr;
}
