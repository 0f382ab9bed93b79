import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { createIndexerClient, createNodeClient } from "@session/sdk";
import { type Devnet, findDevnet, startDevnet } from "../../../dev/devnet.ts";

const run = promisify(execFile);

/** The devnet of `PORTAL_DEVNET` or the checkout's; started where none runs. */
export async function useDevnet(): Promise<Devnet> {
  const folder = process.env.PORTAL_DEVNET;
  return (await findDevnet(folder)) ?? startDevnet(folder);
}

/** A node that runs, and that nobody has registered. */
export async function findSpare({ services }: Devnet): Promise<string> {
  for (const [name, { url }] of Object.entries(services)) {
    if (!name.startsWith("spare") || url === null) continue;
    const { nodeState } = await createNodeClient({ url }).getStatus();
    if (nodeState === "unregistered") return name;
  }
  throw new Error("All spare nodes are registered: npm run -s devnet -- stop, then start with --reset.");
}

/** What an operator does on the node's machine: `session-node register <operator>`. @returns the node's ed25519 key */
export async function prepareNode(
  { program, folder, services }: Devnet,
  name: string,
  operator: string,
): Promise<string> {
  const [api, indexer] = [services[name]?.url, services.indexer?.url];
  if (api == null || indexer == null) throw new Error(`the devnet has no ${name}, or no indexer`);
  const paths = ["--data-dir", join(folder, "nodes", name), "--network", join(folder, "network.json")];
  await run(process.execPath, [program, "register", operator, ...paths, "--api", api, "--indexer", indexer]);
  const { items } = await createIndexerClient({ url: indexer }).listRegistrations({ operator });
  const [newest] = items;
  if (newest === undefined) throw new Error("the indexer has no registration of this operator");
  return newest.ed25519Pubkey;
}
