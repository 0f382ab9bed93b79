import { type ChainPlan, startBenchChain } from "../chain/benchChain.ts";
import type { Places } from "../places.ts";
import { cpuSeconds } from "../processUse.ts";
import { bundleOurs } from "./bundleOurs.ts";
import { runOurs } from "./runOurs.ts";

const SIDES = ["limit", "pg", "pglite"] as const;
type Side = (typeof SIDES)[number];

/** @param text names, with commas between them @throws Error for one there isn't */
export function toSides(text: string): readonly Side[] {
  return text.split(",").map((name) => {
    const side = SIDES.find((known) => known === name);
    if (side === undefined) throw new Error(`--only takes ${SIDES.join(", ")}, not ${name}`);
    return side;
  });
}

/** Some of our own runs, for work on them: seconds, and processor time of each process that takes part in it. */
export async function runOnly(
  plan: ChainPlan,
  places: Places,
  {
    sides,
    rounds,
    log,
  }: { readonly sides: readonly Side[]; readonly rounds: number; readonly log: (line: string) => void },
): Promise<void> {
  const program = bundleOurs();
  const { anvil, facts } = await startBenchChain(plan, log);
  const databaseOf = async (side: Side) => {
    if (side === "limit") return null;
    return side === "pglite" ? places.pglite() : ({ kind: "postgres", url: await places.postgres() } as const);
  };
  try {
    for (let round = 1; round <= rounds; round++)
      for (const side of sides) {
        const database = await databaseOf(side);
        const before = { server: places.serverCpuSeconds(), anvil: cpuSeconds(anvil.pid) };
        const run = await runOurs(program, { rpcUrl: anvil.url, head: facts.head, database });
        const [server, chain] = [places.serverCpuSeconds() - before.server, cpuSeconds(anvil.pid) - before.anvil];
        log(
          `${side}: ${run.seconds.toFixed(1)} s; processor: own ${run.cpuSeconds.toFixed(1)} s, ` +
            `server ${server.toFixed(1)} s, Anvil ${chain.toFixed(1)} s; ${run.rssMb} MB`,
        );
      }
  } finally {
    await anvil.kill();
  }
}
