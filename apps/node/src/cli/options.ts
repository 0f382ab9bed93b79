import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { NodeError } from "../errors.ts";
import { applyConfigFile } from "./configFile.ts";

/** Everything `start` can be told; a config file, then `SESSION_*` variables, then flags, the later ones winning. */
export type StartOptions = {
  readonly dataDir: string;
  readonly network: string;
  readonly l2: readonly string[];
  readonly p2pHost: string;
  readonly p2pPort: number;
  readonly announce: readonly string[];
  readonly bootstrap: readonly string[];
  readonly apiHost: string;
  readonly apiPort: number;
  readonly apiRateLimit: number;
  readonly logLevel: string;
  readonly clockOffsetMs: number;
  readonly l2PollMs: number | undefined;
  readonly restoredKey: boolean;
  /** Many nodes share this machine's address: no limits by address. */
  readonly localPeers: boolean;
  /** Worker threads for signature checks; 0 checks on the main thread, which is enough for a few nodes. */
  readonly blsThreads: number;
};

const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];
const list = (text: string) => text.split(",").filter((item) => item !== "");

function toPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("A port is 0 to 65535.");
  return port;
}

/** A whole number of at least `minimum`. */
export const toInteger = (minimum: number) => (text: string) => {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("A whole number is needed.");
  if (value < minimum) throw new InvalidArgumentError(`At least ${minimum} is needed.`);
  return value;
};

export const dataDirOption = () =>
  new Option("--data-dir <folder>", "keys, store and sign guard of this node")
    .env("SESSION_DATA_DIR")
    .default(join(homedir(), ".session-node"))
    .argParser((folder: string) => resolve(folder));

export const networkOption = () =>
  new Option("--network <file>", "network file: genesis, contracts, peers")
    .env("SESSION_NETWORK")
    .argParser((path: string) => resolve(path));

export const apiOption = () =>
  new Option("--api <url>", "HTTP API of the running node").env("SESSION_API").default("http://127.0.0.1:4800");

export function addStartOptions(command: Command): Command {
  return command
    .addOption(dataDirOption())
    .addOption(networkOption())
    .option("--config <file>", "JSON file with any of these options, in camelCase")
    .addOption(
      new Option("--l2 <url>", "JSON-RPC provider of the L2; repeat it for several")
        .env("SESSION_L2")
        .argParser((value: string, before: string[] | undefined) => [...(before ?? []), ...list(value)]),
    )
    .addOption(
      new Option("--p2p-host <address>", "address to listen on for peers").env("SESSION_P2P_HOST").default("0.0.0.0"),
    )
    .addOption(
      new Option("--p2p-port <port>", "TCP port for peers").env("SESSION_P2P_PORT").default(4801).argParser(toPort),
    )
    .option("--announce <multiaddr>", "address peers should dial, if not the one listened on", collect)
    .option("--bootstrap <multiaddr>", "peer to dial first, besides those of the network file", collect)
    .addOption(
      new Option("--api-host <address>", "address of the HTTP API").env("SESSION_API_HOST").default("127.0.0.1"),
    )
    .addOption(
      new Option("--api-port <port>", "port of the HTTP API").env("SESSION_API_PORT").default(4800).argParser(toPort),
    )
    .addOption(
      new Option("--api-rate-limit <n>", "API requests a minute from one address")
        .env("SESSION_API_RATE_LIMIT")
        .default(600)
        .argParser(toInteger(1)),
    )
    .addOption(
      new Option("--log-level <level>", "what is logged")
        .env("SESSION_LOG_LEVEL")
        .choices(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
        .default("info"),
    )
    .addOption(
      new Option("--l2-poll-ms <ms>", "how often the L2 is asked").env("SESSION_L2_POLL_MS").argParser(toInteger(1)),
    )
    .addOption(
      new Option("--clock-offset-ms <ms>", "development networks only: shifts this node's clock")
        .default(0)
        .argParser(toInteger(Number.MIN_SAFE_INTEGER)),
    )
    .option("--local-peers", "many nodes share this machine's address (development networks)", false)
    .addOption(
      new Option("--bls-threads <n>", "worker threads that check signatures")
        .env("SESSION_BLS_THREADS")
        .default(1)
        .argParser(toInteger(0)),
    )
    .option("--restored-key", "keys come from a backup: sign only once synced and past one proof interval", false);
}

/** @throws NodeError OPTION_INVALID */
export function readStartOptions(command: Command): StartOptions {
  const given = command.opts<Record<string, unknown>>();
  if (typeof given.config === "string") applyConfigFile(command, given.config);
  const options = command.opts<StartOptions & { network?: string }>();
  if (options.network === undefined)
    throw new NodeError(
      { code: "OPTION_INVALID", option: "--network", reason: "missing" },
      "Which network? Name its file with --network <file>.",
    );
  return {
    ...options,
    network: options.network,
    l2: options.l2 ?? [],
    announce: options.announce ?? [],
    bootstrap: options.bootstrap ?? [],
  };
}
