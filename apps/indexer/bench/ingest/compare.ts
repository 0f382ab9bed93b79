import { BENCH_CHAIN_ID, type ChainPlan, startBenchChain } from "../chain/benchChain.ts";
import { type Places, query } from "../places.ts";
import { bundleOurs } from "./bundleOurs.ts";
import { preparePonder } from "./ponderProject.ts";
import { type OursRun, runOurs } from "./runOurs.ts";
import { type PonderRun, runPonder } from "./runPonder.ts";

/** Tables both sides must end with the same rows of, as far as counting tells. */
const TABLES = [
  "staked_nodes",
  "staked_contributors",
  "pools",
  "pool_contributions",
  "claims",
  "accepted_checkpoints",
  "parameter_changes",
  "event_subjects",
] as const;

export type Comparison = {
  readonly events: number;
  readonly limit: OursRun;
  readonly pg: OursRun;
  readonly pglite: OursRun;
  readonly cold: PonderRun;
  readonly warm: PonderRun;
};

/** The same chain, indexed by each after the other. Rounds: of several, each is taken at its fastest. */
export async function compare(
  plan: ChainPlan,
  places: Places,
  { rounds, log }: { readonly rounds: number; readonly log: (line: string) => void },
): Promise<Comparison> {
  const folder = preparePonder(log);
  const program = bundleOurs();
  const { anvil, facts } = await startBenchChain(plan, log);
  const { head, events, contracts } = facts;
  const rpcUrl = anvil.url;
  log(
    `chain: ${events} events in ${facts.lastEventBlock} blocks, ${facts.transactions} transactions, ${facts.pools} pools`,
  );
  const ponder = await places.postgres();
  const ponderOptions = { folder, rpcUrl, chainId: BENCH_CHAIN_ID, contracts, databaseUrl: ponder };
  const runs: { limit: OursRun[]; pg: OursRun[]; pglite: OursRun[]; warm: PonderRun[] } = {
    limit: [],
    pg: [],
    pglite: [],
    warm: [],
  };
  try {
    const cold = await runPonder({ ...ponderOptions, schema: "cold" });
    log(`Ponder, cold: ${cold.seconds.toFixed(1)} s`);
    for (let round = 1; round <= rounds; round++) {
      runs.limit.push(await ours(runOurs(program, { rpcUrl, head, database: null }), events));
      const url = await places.postgres();
      runs.pg.push(await ours(runOurs(program, { rpcUrl, head, database: { kind: "postgres", url } }), events));
      const schema = `warm_${round}`;
      runs.warm.push(await runPonder({ ...ponderOptions, schema }));
      await checkEqual(url, { url: ponder, schema });
      runs.pglite.push(await ours(runOurs(program, { rpcUrl, head, database: await places.pglite() }), events));
      const seconds = Object.entries(runs).map(([name, list]) => `${name} ${list.at(-1)?.seconds.toFixed(1)} s`);
      log(`round ${round}: ${seconds.join(", ")}`);
    }
    const { limit, pg, pglite, warm } = runs;
    return { events, cold, limit: fastest(limit), pg: fastest(pg), pglite: fastest(pglite), warm: fastest(warm) };
  } finally {
    await anvil.kill();
  }
}

/** The run, if nothing was left out. */
async function ours(run: Promise<OursRun>, events: number): Promise<OursRun> {
  const done = await run;
  if (done.events !== events || done.undecodable !== 0)
    throw new Error(`${done.events} of ${events} events applied, ${done.undecodable} left out`);
  return done;
}

function fastest<Run extends { readonly seconds: number }>(runs: readonly Run[]): Run {
  const [first] = [...runs].sort((a, b) => a.seconds - b.seconds);
  if (first === undefined) throw new Error("no run");
  return first;
}

async function countRows(url: string, schema: string): Promise<Record<string, unknown>> {
  const counts = TABLES.map((table) => `(select count(*)::int from ${schema}.${table}) as ${table}`);
  return (await query(url, `select ${counts.join(", ")}`))[0] ?? {};
}

async function checkEqual(pg: string, ponder: { readonly url: string; readonly schema: string }): Promise<void> {
  const [own, theirs] = [await countRows(pg, "public"), await countRows(ponder.url, ponder.schema)];
  for (const table of TABLES)
    if (own[table] !== theirs[table])
      throw new Error(`${table}: ${own[table]} rows here, ${theirs[table]} of Ponder's`);
}
