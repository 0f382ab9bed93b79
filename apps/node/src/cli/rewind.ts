import { readNetwork } from "@session/config/file";
import { createLogger } from "@session/http/process";
import { createFollowerMetrics, createProvider, Follower, type Hex, systemClock } from "@session/l2";
import { Command, InvalidArgumentError, Option } from "commander";
import { Registry } from "prom-client";
import { toFollowerOptions } from "../l2/l2Follower.ts";
import { openL2Store } from "../store/l2Store.ts";

import { dataDirOption, networkOption } from "./options.ts";

type Target = { number: bigint; hash: Hex };
type RewindOptions = { dataDir: string; network: string; l2: string; to: Target };

function toTarget(text: string): Target {
  const match = /^(\d+):(0x[0-9a-fA-F]{64})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError("It is <number>:<hash of 32 bytes>.");
  return { number: BigInt(match[1]), hash: match[2].toLowerCase() as Hex };
}

export function rewindCommand(): Command {
  return new Command("rewind")
    .description("after L2_REORG_BEYOND_SAFE: follow L2 again from a block of the chain you know to be right")
    .addOption(dataDirOption())
    .addOption(networkOption().makeOptionMandatory())
    .addOption(new Option("--l2 <url>", "provider of the right chain").env("SESSION_L2").makeOptionMandatory())
    .addOption(
      new Option("--to <number:hash>", "L2 block of the right chain").argParser(toTarget).makeOptionMandatory(),
    )
    .action(async ({ dataDir, network, l2, to }: RewindOptions) => {
      const options = toFollowerOptions({
        network: await readNetwork(network),
        pollMs: undefined,
      });
      const store = await openL2Store(dataDir);
      const follower = new Follower(options, {
        providers: [createProvider({ url: l2 })],
        store,
        logger: createLogger("warn"),
        metrics: createFollowerMetrics(new Registry()),
        clock: systemClock,
        signal: new AbortController().signal,
      });
      try {
        await follower.rewindTo(to.number, to.hash);
      } finally {
        await follower.close();
        await store.close();
      }
      process.stdout.write(`${JSON.stringify({ rewound: true, number: to.number.toString(), hash: to.hash })}\n`);
    });
}
