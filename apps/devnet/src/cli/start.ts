import { mkdir, rm } from "node:fs/promises";
import { isHeld } from "../control/client.ts";
import { ControlServer } from "../control/server.ts";
import { Devnet } from "../devnet.ts";
import { DevnetError } from "../errors.ts";
import type { DevnetFolder } from "../folder.ts";
import { awaitLeftovers, forgetProcesses } from "../leftovers.ts";
import { createLog } from "../log.ts";
import { StatusLine } from "../statusLine.ts";
import type { StartOptions } from "./options.ts";
import { answer, chainTable, describeLink, servicesTable } from "./output.ts";
import { showRunning } from "./running.ts";

/** A devnet that this process runs. */
export type RunningDevnet = {
  readonly devnet: Devnet;
  readonly phases: Readonly<Record<string, number>>;
  /** Seconds from the start of this process. */
  readonly readySeconds: number;
  /** Ends in order; the second call waits for the first. */
  stop(): Promise<void>;
  /** Resolves when somebody has asked it to stop by the socket, and it has. */
  readonly stopped: Promise<void>;
};

/**
 * Starts a devnet in this process.
 *
 * @returns undefined when one runs in the folder already
 * @throws DevnetError
 */
export async function startDevnet(
  folder: DevnetFolder,
  options: Pick<StartOptions, "network" | "reset">,
  onPhase: (name: string, seconds: number) => void,
): Promise<RunningDevnet | undefined> {
  await mkdir(folder.path, { recursive: true });
  const control = await ControlServer.tryListen(folder.controlSocket, () => isHeld(folder));
  if (control === undefined) return undefined;
  const phases: Record<string, number> = { load: Math.round(performance.now() / 10) / 100 };
  try {
    await awaitLeftovers(folder);
    if (options.reset) await reset(folder);
    const devnet = await Devnet.start(options.network, {
      folder,
      log: createLog(folder.log("devnet")),
      onPhase: (name, seconds) => {
        phases[name] = Math.round(seconds * 100) / 100;
        onPhase(name, seconds);
      },
    });
    // Since the start of the process: loading the program counts.
    const readySeconds = Math.round(performance.now() / 10) / 100;
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= end(devnet, control, folder).then(resolve);
      return stopping;
    };
    control.serve(callsOf(devnet, stop));
    return { devnet, phases, readySeconds, stop, stopped };
  } catch (error) {
    await control.close();
    throw error;
  }
}

async function end(devnet: Devnet, control: ControlServer, folder: DevnetFolder): Promise<void> {
  await devnet.stop();
  await forgetProcesses(folder);
  await folder.unlinkNodes();
  await control.close();
}

/** Forgets the network, but not which chain ids it has had, nor the bundled programs. */
async function reset(folder: DevnetFolder): Promise<void> {
  const { state, network, l2, observer, logs, wallets } = folder;
  for (const path of [state, network, l2, observer, logs, wallets, folder.nodes])
    await rm(path, { recursive: true, force: true });
}

function callsOf(devnet: Devnet, stop: () => Promise<void>) {
  const text = (body: Record<string, unknown>, name: string) => {
    const value = body[name];
    if (typeof value === "string") return value;
    throw new DevnetError({ code: "USAGE", reason: `${name} is missing` }, `${name} is missing.`);
  };
  const count = (body: Record<string, unknown>, name: string) => {
    const value = body[name];
    if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
    throw new DevnetError({ code: "USAGE", reason: `${name} must be positive` }, `${name} must be a positive number.`);
  };
  return {
    status: () => devnet.status(),
    restart: (body: Record<string, unknown>) => devnet.restart(text(body, "service")),
    kill: (body: Record<string, unknown>) => devnet.kill(text(body, "service")),
    warp: (body: Record<string, unknown>) => devnet.warp(count(body, "seconds")),
    mine: (body: Record<string, unknown>) => devnet.mine(count(body, "count")),
    stop: async () => {
      // The caller learns that the end has begun; the socket's disappearance says that it is over.
      setImmediate(() => void stop());
      return { stopping: true };
    },
  };
}

/** `npm run devnet`: runs in the foreground until Ctrl-C, SIGTERM or `stop`. */
export async function runStart(options: StartOptions): Promise<void> {
  const { folder, json } = options;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const running = await startDevnet(folder, options, (name, seconds) =>
    say(`  ${name.padEnd(8)} ${seconds.toFixed(2)} s`),
  );
  if (running === undefined) return showRunning(options);
  const status = await running.devnet.status();
  say(`ready after ${running.readySeconds.toFixed(1)} s`);
  answer(
    json,
    { ...status, readySeconds: running.readySeconds, phases: running.phases },
    `${servicesTable(status)}\n\n${chainTable(status)}\n${describeLink(status)}`,
  );
  void running.devnet.buildSites();
  const line = new StatusLine(process.stderr);
  line.start(() => running.devnet.status());
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
  await Promise.race([asked, running.stopped]);
  line.stop();
  say("stopping");
  await running.stop();
  say(`stopped; npm run devnet goes on where it was, in ${folder.path}`);
}
