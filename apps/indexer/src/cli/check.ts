import { readNetwork } from "@session/config/file";
import { createLogger } from "@session/http/process";
import { Command } from "commander";
import { openConfiguredDatabase } from "../app.ts";
import { IndexerError } from "../errors.ts";
import { digestViews } from "../replay/digest.ts";
import { rebuildViews, takeStored } from "../replay/rebuildViews.ts";
import { addDatabaseOptions, type DatabaseOptions } from "./options.ts";

export function checkCommand(): Command {
  const description = "replay the raw tables and compare every view, table by table; the indexer must be stopped";
  return addDatabaseOptions(new Command("check").description(description)).action(
    async (options: DatabaseOptions & { network: string; logLevel: string }) => {
      const network = await readNetwork(options.network);
      const database = await openConfiguredDatabase(options);
      try {
        const modules = { network, database, logger: createLogger(options.logLevel) };
        await takeStored(modules);
        const live = await digestViews(database);
        await rebuildViews(modules);
        const replayed = await digestViews(database);
        const tables = live.map(({ table, rows, digest }, index) => {
          const again = replayed[index];
          return { table, rows, replayed: again?.rows ?? 0, equal: rows === again?.rows && digest === again.digest };
        });
        const differing = tables.filter(({ equal }) => !equal).map(({ table }) => table);
        process.stdout.write(`${JSON.stringify({ equal: differing.length === 0, tables })}\n`);
        if (differing.length === 0) return;
        const message = `These views differed from a replay of the raw tables: ${differing.join(", ")}. They are the replay's now; please report it.`;
        throw new IndexerError({ code: "VIEWS_DIFFER", tables: differing }, message);
      } finally {
        await database.close();
      }
    },
  );
}
