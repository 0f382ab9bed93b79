import { BENCH_CHAIN_ID, type ChainPlan, startBenchChain } from "../chain/benchChain.ts";
import { type Places, query } from "../places.ts";
import { bundleOurs } from "./bundleOurs.ts";
import type { OursOptions } from "./ours.ts";
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

/** Each once, right after the other: the machine is the same for all of them, which an hour later it isn't. */
export type Round = {
  readonly limit: OursRun;
  readonly pg: OursRun;
  readonly warm: PonderRun;
  readonly pglite: OursRun;
};

export type Comparison = { readonly events: number; readonly cold: PonderRun; readonly rounds: readonly Round[] };

/** The same chain, indexed by each after the other, in so many rounds. */
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
  const run = (database: OursOptions["database"]) => ours(runOurs(program, { rpcUrl, head, database }), events);
  try {
    const cold = await runPonder({ ...ponderOptions, schema: "cold" });
    log(`Ponder, cold: ${cold.seconds.toFixed(1)} s`);
    const done: Round[] = [];
    while (done.length < rounds) {
      const limit = await run(null);
      const url = await places.postgres();
      const pg = await run({ kind: "postgres", url });
      const schema = `warm_${done.length + 1}`;
      const warm = await runPonder({ ...ponderOptions, schema });
      await checkEqual(url, { url: ponder, schema });
      const round = { limit, pg, warm, pglite: await run(await places.pglite()) };
      done.push(round);
      const seconds = Object.entries(round).map(([name, { seconds }]) => `${name} ${seconds.toFixed(1)} s`);
      log(`round ${done.length}: ${seconds.join(", ")}`);
    }
    return { events, cold, rounds: done };
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
