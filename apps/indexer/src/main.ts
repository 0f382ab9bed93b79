#!/usr/bin/env node
import { CodedError } from "@session/protocol";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./cli/check.ts";
import { initCommand } from "./cli/init.ts";
import { rebuildCommand } from "./cli/rebuild.ts";
import { rewindCommand } from "./cli/rewind.ts";
import { startCommand } from "./cli/start.ts";
import { exitCodeOf } from "./errors.ts";
import { VERSION } from "./version.ts";

const program = new Command("session-indexer")
  .description("Session indexer: keeps every fact of L2 and the appchain and serves them")
  .version(VERSION)
  .addCommand(startCommand())
  .addCommand(initCommand())
  .addCommand(rebuildCommand())
  .addCommand(checkCommand())
  .addCommand(rewindCommand());
for (const command of [program, ...program.commands])
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, "OPTION_INVALID: ")),
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const { code, message } = describe(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exit(exitCodeOf(error));
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  return { code: "UNEXPECTED", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
