#!/usr/bin/env node
import { CodedError } from "@session/protocol";
import { Command, CommanderError } from "commander";
import { initCommand } from "./cli/init.ts";
import { keysCommand } from "./cli/keys.ts";
import { observeCommand } from "./cli/observe.ts";
import { registerCommand } from "./cli/register.ts";
import { repairCommand } from "./cli/repair.ts";
import { rewindCommand } from "./cli/rewind.ts";
import { startCommand } from "./cli/start.ts";
import { statusCommand } from "./cli/status.ts";
import { exitCodeOf } from "./errors.ts";
import { VERSION } from "./version.ts";

const program = new Command("session-node")
  .description("Session Node: follows the contracts, agrees on blocks, certifies rewards and exits")
  .version(VERSION)
  .addCommand(initCommand())
  .addCommand(startCommand())
  .addCommand(statusCommand())
  .addCommand(keysCommand())
  .addCommand(registerCommand())
  .addCommand(repairCommand())
  .addCommand(rewindCommand())
  .addCommand(observeCommand());
overrideExit(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const { code, message } = describe(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exit(exitCodeOf(error));
}

/** Wrong usage of any command, nested ones too, is told by this program's own exit code. */
function overrideExit(command: Command): void {
  command.exitOverride();
  for (const nested of command.commands) overrideExit(nested);
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  return { code: "UNEXPECTED", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
