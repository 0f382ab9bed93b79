import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type SpawnedChild, spawnChild } from "@session/testing";
import { inject, onTestFinished } from "vitest";

const NODE = join(inject("programs"), "node.mjs");
const HERE = ["--p2p-host", "127.0.0.1", "--p2p-port", "0", "--api-port", "0", "--local-peers", "--bls-threads", "0"];

/** Puts a node's keys where it looks for them: 32 bytes each. */
export async function writeNodeKeys(
  folder: string,
  keys: { readonly ed25519: Uint8Array; readonly bls: Uint8Array },
): Promise<void> {
  await mkdir(join(folder, "keys"), { mode: 0o700 });
  for (const [name, secret] of Object.entries(keys))
    await writeFile(join(folder, "keys", name), `${Buffer.from(secret).toString("hex")}\n`, { mode: 0o400 });
}

/** A Session Node as a process of its own, ended with the test. @returns the URL of its API */
export async function startNode(folder: string, networkFile: string, l2: string): Promise<string> {
  const places = ["--data-dir", folder, "--network", networkFile, "--l2", l2];
  const child = await spawnChild(process.execPath, [NODE, "start", ...places, ...HERE], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => child.kill());
  return apiOf(child);
}

/** The URL a started node says its API has. */
async function apiOf(child: SpawnedChild): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.process.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const api = /"api":"(http[^"]+)"/.exec(said)?.[1];
      if (api !== undefined) resolve(api);
    });
    void child.exited.then(() => reject(new Error(`the node ended: ${said.slice(-2_000)}`)));
  });
}
