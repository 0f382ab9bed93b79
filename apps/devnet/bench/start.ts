// `nx run devnet:bench`: how long a new network takes until it is ready, phase by phase, and what it needs.
//
//   node bench/start.ts [--nodes 7] [--spare 3]
//
// The last line is JSON: {"readySeconds":n,"phases":{…},"memoryMb":n,"cpuSeconds":n,…}. Phases overlap: the bundle is
// made while L2 starts and the contracts are deployed; seconds are those of each phase alone.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { toTable } from "../src/cli/output.ts";
import { startDevnet } from "../src/cli/start.ts";
import { DevnetFolder } from "../src/folder.ts";

/** Kernel ticks a second, the unit of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const TICKS = 100;

const { values } = parseArgs({
  options: { nodes: { type: "string", default: "7" }, spare: { type: "string", default: "3" } },
});
const path = await mkdtemp(join(tmpdir(), "sdn-"));
const network = {
  nodes: Number(values.nodes),
  spares: Number(values.spare),
  seed: "bench",
  foreignL2: undefined,
  freePorts: true,
  sites: false,
};
const loadBefore = loadavg()[0] ?? 0;
const running = await startDevnet(new DevnetFolder(path), { network, reset: false }, () => undefined);
if (running === undefined) throw new Error(`${path} is in use`);
const { services } = await running.devnet.status();
const pids = new Map(
  Object.entries(services).flatMap(([name, { pid }]) => (pid === null ? [] : [[pid, name] as const])),
);
pids.set(process.pid, "devnet");
const usage = await Promise.all([...pids].map(async ([pid, name]) => ({ name, ...(await readUsage(pid)) })));
await running.stop();
await rm(path, { recursive: true, force: true });

const result = {
  readySeconds: running.readySeconds,
  phases: running.phases,
  memoryMb: Math.round(usage.reduce((sum, { memoryMb }) => sum + memoryMb, 0)),
  cpuSeconds: Math.round(usage.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) * 10) / 10,
  cpuSecondsOf: Object.fromEntries(usage.map(({ name, cpuSeconds }) => [name, cpuSeconds])),
  processes: usage.length,
  cores: cpus().length,
  /** Of others too: above the number of cores, the figures say more about them. */
  loadBefore: Math.round(loadBefore * 10) / 10,
};
const rows = [
  ...Object.entries(result.phases).map(([name, seconds]) => [name, `${seconds.toFixed(2)} s`]),
  ["ready", `${result.readySeconds.toFixed(2)} s`],
  ["memory", `${result.memoryMb} MB in ${result.processes} processes`],
  ["CPU", `${result.cpuSeconds} s; ${result.cores} cores, load ${result.loadBefore} before`],
];
process.stderr.write(`${toTable(rows)}\n`);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit();

/** Memory without counting shared pages twice, and CPU time; 0 where there is no /proc. */
async function readUsage(pid: number): Promise<{ memoryMb: number; cpuSeconds: number }> {
  const [rollup, stat] = await Promise.all(
    ["smaps_rollup", "stat"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")),
  );
  const pssKb = Number(/^Pss:\s+(\d+) kB/m.exec(rollup ?? "")?.[1] ?? 0);
  // Fields 14 and 15 of proc(5), counted after the name, which may hold spaces.
  const fields = (stat ?? "").slice((stat ?? "").lastIndexOf(")") + 2).split(" ");
  return { memoryMb: pssKb / 1_024, cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS };
}
