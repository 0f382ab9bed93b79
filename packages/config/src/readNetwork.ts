import { readFile } from "node:fs/promises";
import { ConfigError } from "./errors.ts";
import { type Network, parseNetwork } from "./network.ts";

/**
 * Reads a network file from disk.
 *
 * @throws ConfigError NETWORK_FILE_INVALID, also for a file that can't be read or isn't JSON
 */
export async function readNetwork(path: string): Promise<Network> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Network file ${path} can't be read: ${reason}. Name the right one with --network.`;
    throw new ConfigError({ code: "NETWORK_FILE_INVALID", path: "", reason }, message, { cause: error });
  }
  return parseNetwork(json);
}
