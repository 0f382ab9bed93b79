import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, type Option } from "commander";
import { NodeError } from "../errors.ts";

/**
 * Gives a command the options of a JSON file, in camelCase, wherever neither a variable nor a flag says anything. Values
 * go through the same checks as those of flags.
 *
 * @throws NodeError OPTION_INVALID naming the field
 */
export function applyConfigFile(command: Command, path: string): void {
  const options = new Map(command.options.map((option) => [option.attributeName(), option]));
  options.delete("config");
  for (const [name, value] of Object.entries(readObject(path))) {
    const option = options.get(name);
    if (option === undefined) throw invalid(path, name, "no option is called so");
    const parsed = parseValue(option, value, (reason) => invalid(path, name, reason));
    const source = command.getOptionValueSource(name);
    if (source === "default" || source === undefined) command.setOptionValueWithSource(name, parsed, "config");
  }
}

function readObject(path: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw invalid(path, "--config", error instanceof Error ? error.message : String(error), error);
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw invalid(path, "--config", "it must be an object of options");
}

function parseValue(option: Option, value: unknown, toError: (reason: string) => NodeError): unknown {
  if (option.isBoolean()) {
    if (typeof value !== "boolean") throw toError("it is true or false");
    return value;
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  let parsed: unknown;
  for (const item of items) {
    if (typeof item !== "string" && typeof item !== "number") throw toError("it is text or a number");
    try {
      parsed = option.parseArg === undefined ? String(item) : option.parseArg(String(item), parsed);
    } catch (error) {
      if (error instanceof InvalidArgumentError) throw toError(error.message);
      throw error;
    }
  }
  // An option that takes one value would only keep the last of a list.
  if (Array.isArray(value) && !Array.isArray(parsed) && value.length > 0)
    throw toError("it takes one value, not a list");
  return parsed;
}

function invalid(path: string, option: string, reason: string, cause?: unknown): NodeError {
  const message = `Config file ${path}: ${option}: ${reason}.`;
  return new NodeError({ code: "OPTION_INVALID", option, reason }, message, { cause });
}
