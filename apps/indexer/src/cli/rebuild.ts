import { readNetwork } from "@session/config/file";
import { createLogger } from "@session/http/process";
import { Command } from "commander";
import { openConfiguredDatabase } from "../app.ts";
import { digestViews } from "../replay/digest.ts";
import { rebuildViews } from "../replay/rebuildViews.ts";
import { addDatabaseOptions, type DatabaseOptions } from "./options.ts";

export function rebuildCommand(): Command {
  const description = "make every view again from the raw tables, without a network; the indexer must be stopped";
  return addDatabaseOptions(new Command("rebuild").description(description)).action(
    async (options: DatabaseOptions & { network: string; logLevel: string }) => {
      const network = await readNetwork(options.network);
      const database = await openConfiguredDatabase(options);
      try {
        await rebuildViews({ network, database, logger: createLogger(options.logLevel) });
        process.stdout.write(`${JSON.stringify({ rebuilt: true, tables: await digestViews(database) })}\n`);
      } finally {
        await database.close();
      }
    },
  );
}
