import { CodedError } from "@session/protocol";
import { Command, CommanderError } from "commander";
import { addCommands } from "./cli/commands.ts";
import { addOptions, readStart } from "./cli/options.ts";
import { exitCodeOf } from "./errors.ts";

const program = addOptions(
  new Command("devnet").description("the whole staking network on this machine").enablePositionalOptions(false),
);
program.action(async (_options, command: Command) => {
  const options = readStart(command);
  if (options.check) return (await import("./cli/check.ts")).runCheck(options);
  if (options.detach) return (await import("./cli/detach.ts")).runDetached(options);
  return (await import("./cli/start.ts")).runStart(options);
});
addCommands(program);
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  process.stderr.write(`${describe(error)}\n`);
  process.exit(exitCodeOf(error));
}
process.exit();

/** Code and words of an error that was meant for people; of any other where it comes from, too. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof CodedError ? `${error.code}: ${error.message}` : (error.stack ?? error.message);
}
