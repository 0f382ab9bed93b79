import { Command } from "commander";
import { openDatabase } from "../database/connect.ts";
import { dataDirOption } from "./options.ts";

export function initCommand(): Command {
  return new Command("init")
    .description("make the embedded database, as the first start does otherwise; copies of its folder start at once")
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => {
      const database = await openDatabase({ kind: "pglite", folder: dataDir });
      await database.close();
      process.stdout.write(`${JSON.stringify({ made: true, dataDir })}\n`);
    });
}
