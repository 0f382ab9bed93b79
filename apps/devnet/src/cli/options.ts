import { type Command, InvalidArgumentError, Option } from "commander";
import { DevnetError } from "../errors.ts";
import { DevnetFolder } from "../folder.ts";
import type { JourneyKind } from "../journey/report.ts";
import type { NetworkOptions } from "../network.ts";
import { MAX_NODES } from "../ports.ts";

/** Options every command knows. */
export type CommonOptions = { readonly folder: DevnetFolder; readonly json: boolean };

export type StartOptions = CommonOptions & {
  readonly network: NetworkOptions;
  readonly reset: boolean;
  readonly detach: boolean;
  readonly check: boolean;
  readonly journey: JourneyKind;
};

type RawOptions = {
  folder?: string;
  json: boolean;
  nodes?: number;
  spare?: number;
  seed: string;
  l2: string;
  freePorts: boolean;
  sites: boolean;
  reset: boolean;
  detach: boolean;
  check: boolean;
  pool?: boolean;
  leaver?: boolean;
};

const toCount = (least: number) => (text: string) => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least || count > MAX_NODES)
    throw new InvalidArgumentError(`A number from ${least} to ${MAX_NODES} is needed.`);
  return count;
};

function toL2(text: string): string {
  if (text === "anvil" || /^https?:\/\//.test(text)) return text;
  throw new InvalidArgumentError("It is anvil, or the URL of a JSON-RPC provider.");
}

/** The options of `npm run devnet` itself; `--json` and `--folder` belong to every command. */
export function addOptions(program: Command): Command {
  return program
    .option("--json", "the answer as JSON, in the last line of stdout", false)
    .option("--folder <path>", "where the network is kept (default: .devnet in the checkout)")
    .addOption(new Option("--nodes <n>", "seeded nodes of a new network (default: 7)").argParser(toCount(1)))
    .addOption(
      new Option("--spare <n>", "nodes ready to be registered (default: 3, or as many as there are)").argParser(
        toCount(0),
      ),
    )
    .option("--seed <text>", "what all node keys of a new network are derived from", "devnet")
    .addOption(
      new Option("--l2 <anvil|url>", "own Anvil, or the RPC of a development chain").default("anvil").argParser(toL2),
    )
    .option("--free-ports", "ports nobody uses now instead of the fixed ones", false)
    .option("--no-sites", "without portal and explorer, which cost seconds of building after a change of their sources")
    .option("--reset", "start afresh, with a new chain id", false)
    .option("--detach", "go on in the background once it is ready", false)
    .option("--check", "start on free ports in a temporary folder, run the journey, stop", false)
    .addOption(poolOption("with --check: the journey of a node staked by three"))
    .addOption(leaverOption("with --check: the journey of a node that is liquidated"))
    .hook("preAction", (_program, command) => refuseForeign(command));
}

/** The options of a journey stand for themselves at `--check`; a command that doesn't know them must not pass them over. */
function refuseForeign(command: Command): void {
  const { pool, leaver } = command.optsWithGlobals<RawOptions>();
  for (const [name, isGiven] of Object.entries({ "--pool": pool, "--leaver": leaver }))
    if (isGiven === true && !command.options.some(({ long }) => long === name))
      throw new DevnetError(
        { code: "USAGE", reason: `${name} at ${command.name()}` },
        `${command.name()} knows no ${name}.`,
      );
}

export function poolOption(description: string): Option {
  return new Option("--pool", description).conflicts("leaver");
}

export function leaverOption(description: string): Option {
  return new Option("--leaver", description).conflicts("pool");
}

/** Whose life a journey is about, on whichever side of the command's name the option stands. */
export function readJourney(command: Command): JourneyKind {
  const { pool, leaver } = command.optsWithGlobals<RawOptions>();
  if (pool === true) return "pool";
  return leaver === true ? "leaver" : "solo";
}

export function readCommon(command: Command): CommonOptions {
  const { folder, json } = command.optsWithGlobals<RawOptions>();
  return { folder: new DevnetFolder(folder), json };
}

export function readStart(command: Command): StartOptions {
  const raw = command.optsWithGlobals<RawOptions>();
  const foreignL2 = raw.l2 === "anvil" ? undefined : raw.l2;
  const { nodes, spare: spares, seed, freePorts, sites, reset, detach, check } = raw;
  const journey = readJourney(command);
  if (journey !== "solo" && !check)
    throw new DevnetError(
      { code: "USAGE", reason: `--${journey} without --check` },
      `--${journey} needs --check, or a command.`,
    );
  const network = { nodes, spares, seed, foreignL2, freePorts, sites: sites && !check };
  return { ...readCommon(command), network, reset, detach, check, journey };
}
