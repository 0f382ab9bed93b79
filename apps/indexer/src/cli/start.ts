import { flushCompileCache } from "node:module";
import { createLogger, runUntilStopped } from "@session/http/process";
import { Command } from "commander";
import { Indexer } from "../app.ts";
import { addStartOptions, readStartOptions } from "./options.ts";
import { addPriceOptions, readPriceOptions } from "./priceOptions.ts";

export function startCommand(): Command {
  return addPriceOptions(addStartOptions(new Command("start").description("index and serve"))).action(
    async (_options, command: Command) => {
      const options = { ...readStartOptions(command), price: readPriceOptions(command.opts()) };
      const logger = createLogger(options.logLevel);
      await runUntilStopped(async () => {
        const indexer = await Indexer.start(options, logger);
        // Written only at an orderly end otherwise: the next start after a kill would compile everything again.
        flushCompileCache();
        return indexer;
      }, logger);
    },
  );
}
