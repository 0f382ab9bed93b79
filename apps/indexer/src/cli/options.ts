import { isIP } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { IndexerError } from "../errors.ts";
import type { PriceOptions } from "../price/priceFeed.ts";

export type DatabaseOptions = {
  /** Folder of PGlite; unused with a database of one's own. */
  readonly dataDir: string;
  /** `postgres://…`; undefined: PGlite in `dataDir`. */
  readonly databaseUrl: string | undefined;
};

/** Everything `start` can be told, by flag or `SESSION_*` variable; the flag wins. */
export type StartOptions = DatabaseOptions & {
  readonly network: string;
  readonly l2: readonly string[];
  /** Base URLs of Session Nodes; those of the network file without it. */
  readonly node: readonly string[];
  /** L2 blocks a step; undefined: by the preset. */
  readonly l2Step: number | undefined;
  readonly l2PollMs: number | undefined;
  readonly apiHost: string;
  readonly apiPort: number;
  readonly apiRateLimit: number;
  /** Addresses or subnets of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  readonly clockOffsetMs: number;
  /** Webhooks may go to this machine and private networks (development networks). */
  readonly localWebhooks: boolean;
  /** Source of the token's price; undefined: none. */
  readonly price?: PriceOptions | undefined;
};

const list = (text: string) => text.split(",").filter((item) => item !== "");
const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), ...list(value)];

const toInteger =
  (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  (text: string) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("A whole number is needed.");
    if (value < minimum || value > maximum) throw new InvalidArgumentError(`It is ${minimum} to ${maximum}.`);
    return value;
  };

export const dataDirOption = () =>
  new Option("--data-dir <folder>", "folder of the embedded database")
    .env("SESSION_INDEXER_DATA_DIR")
    .default(join(homedir(), ".session-indexer"))
    .argParser((folder: string) => resolve(folder));

export function addDatabaseOptions(command: Command): Command {
  return command
    .addOption(dataDirOption())
    .addOption(
      new Option("--database-url <url>", "PostgreSQL instead of the embedded database (postgres://…)").env(
        "DATABASE_URL",
      ),
    )
    .addOption(
      new Option("--network <file>", "network file: genesis, contracts, nodes")
        .env("SESSION_NETWORK")
        .argParser((path: string) => resolve(path))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--log-level <level>", "what is logged")
        .env("SESSION_LOG_LEVEL")
        .choices(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
        .default("info"),
    );
}

export function l2Option(): Option {
  return new Option("--l2 <url>", "JSON-RPC provider of the L2; repeat it for several")
    .env("SESSION_L2")
    .argParser(collect);
}

export function l2StepOption(): Option {
  return new Option("--l2-step <blocks>", "L2 blocks read at a time").argParser(toInteger(1, 100_000));
}

function isProxy(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function collectProxies(text: string, before: readonly string[] | undefined): readonly string[] {
  const found = list(text).map((item) => item.trim());
  for (const item of found)
    if (!isProxy(item)) throw new InvalidArgumentError("An address or a subnet (10.0.0.0/8) is needed.");
  return [...(before ?? []), ...found];
}

export function addStartOptions(command: Command): Command {
  return addDatabaseOptions(command)
    .addOption(l2Option())
    .addOption(
      new Option("--node <url>", "API of a Session Node to read blocks from; repeat it for several")
        .env("SESSION_NODE_APIS")
        .argParser(collect),
    )
    .addOption(l2StepOption())
    .addOption(new Option("--l2-poll-ms <ms>", "how often the L2 is asked").argParser(toInteger(1)))
    .addOption(
      new Option("--api-host <address>", "address of the HTTP API").env("SESSION_API_HOST").default("127.0.0.1"),
    )
    .addOption(
      new Option("--api-port <port>", "port of the HTTP API")
        .env("SESSION_API_PORT")
        .default(4720)
        .argParser(toInteger(0, 65_535)),
    )
    .addOption(
      new Option("--api-rate-limit <n>", "API requests a minute from one address")
        .env("SESSION_API_RATE_LIMIT")
        .default(600)
        .argParser(toInteger(1)),
    )
    .addOption(
      new Option("--trusted-proxies <list>", "addresses or subnets of proxies whose X-Forwarded-For is believed")
        .env("SESSION_API_TRUSTED_PROXIES")
        .argParser(collectProxies),
    )
    .addOption(
      new Option("--clock-offset-ms <ms>", "development networks only: shifts this program's clock")
        .default(0)
        .argParser(toInteger(Number.MIN_SAFE_INTEGER)),
    )
    .option("--local-webhooks", "webhooks may go to private addresses (development networks)", false);
}

/** @throws IndexerError OPTION_INVALID */
export function readStartOptions(command: Command): StartOptions {
  const { l2 = [], node = [], trustedProxies = [], ...options } = command.opts<StartOptions>();
  return {
    ...{ ...options, trustedProxies },
    ...{ l2: requireHttpUrls("--l2", l2), node: requireHttpUrls("--node", node) },
  };
}

/** @throws IndexerError OPTION_INVALID */
export function requireHttpUrls(option: string, urls: readonly string[]): readonly string[] {
  for (const url of urls) {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) continue;
    const reason = "an http(s) URL is needed";
    throw new IndexerError({ code: "OPTION_INVALID", option, reason }, `${option}: ${reason}.`);
  }
  return urls;
}
