import { readNetwork } from "@session/config/file";
import { createLogger } from "@session/http/process";
import { createFollowerMetrics, createProvider, Follower, type Hex, systemClock } from "@session/l2";
import { Command, InvalidArgumentError, Option } from "commander";
import { Registry } from "prom-client";
import { openConfiguredDatabase, PROVIDER_TIMEOUT_MS, requireUrls } from "../app.ts";
import { L2Store } from "../raw/l2Store.ts";
import { toFollowerOptions } from "../sources/l2.ts";
import { addDatabaseOptions, type DatabaseOptions, l2Option, l2StepOption, requireHttpUrls } from "./options.ts";

type Target = { readonly number: bigint; readonly hash: Hex };
type RewindOptions = DatabaseOptions & {
  readonly network: string;
  readonly logLevel: string;
  readonly l2?: readonly string[];
  readonly l2Step?: number;
  readonly to: Target;
};

function toTarget(text: string): Target {
  const match = /^(\d{1,18}):(0x[0-9a-fA-F]{64})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError("It is <number>:<hash of 32 bytes>.");
  return { number: BigInt(match[1]), hash: match[2].toLowerCase() as Hex };
}

export function rewindCommand(): Command {
  const description =
    "after L2_REORG_BEYOND_SAFE: follow L2 again from a block of the chain you know to be right; the indexer must be stopped";
  return addDatabaseOptions(new Command("rewind").description(description))
    .addOption(l2Option())
    .addOption(l2StepOption())
    .addOption(
      new Option("--to <number:hash>", "L2 block of the right chain").argParser(toTarget).makeOptionMandatory(),
    )
    .action(rewind);
}

/** Takes the raw tables back; the views follow at the next start. */
async function rewind(options: RewindOptions): Promise<void> {
  const { to } = options;
  const network = await readNetwork(options.network);
  const given = requireHttpUrls("--l2", options.l2 ?? []);
  const urls = requireUrls("--l2", given.length > 0 ? given : network.l2Rpcs);
  const step = options.l2Step === undefined ? undefined : BigInt(options.l2Step);
  const database = await openConfiguredDatabase(options);
  try {
    const follower = new Follower(toFollowerOptions({ network, step }), {
      providers: urls.map((url) => createProvider({ url, timeoutMs: PROVIDER_TIMEOUT_MS })),
      ...{ store: new L2Store(database), logger: createLogger(options.logLevel), clock: systemClock },
      ...{ metrics: createFollowerMetrics(new Registry()), signal: new AbortController().signal },
    });
    try {
      await follower.rewindTo(to.number, to.hash);
    } finally {
      await follower.close();
    }
  } finally {
    await database.close();
  }
  process.stdout.write(`${JSON.stringify({ rewound: true, number: to.number.toString(), hash: to.hash })}\n`);
}
