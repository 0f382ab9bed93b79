import { createNodeClient, SdkError } from "@session/sdk";
import { Command } from "commander";
import { NodeError } from "../errors.ts";
import { apiOption } from "./options.ts";

export function statusCommand(): Command {
  return new Command("status")
    .description("how the running node is")
    .addOption(apiOption())
    .option("--json", "print the API's answer as it is", false)
    .action(async ({ api, json }: { api: string; json: boolean }) => {
      const status = await reach(api, () => createNodeClient({ url: api }).getStatus());
      if (json) process.stdout.write(`${JSON.stringify(status)}\n`);
      else process.stdout.write(`${describe(status).join("\n")}\n`);
    });
}

/** Runs a call to the node's API; an unreachable node is an error of its own with what to try. */
export async function reach<T>(api: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof SdkError) || error.code === "API_PROBLEM") throw error;
    const message = `No node answers at ${api}. Start it with session-node start, or name its API with --api <url>.`;
    throw new NodeError({ code: "NODE_UNREACHABLE", url: api, reason: error.message }, message, { cause: error });
  }
}

type Status = Awaited<ReturnType<ReturnType<typeof createNodeClient>["getStatus"]>>;

function describe(status: Status): string[] {
  const { head, l2, consensus, checkpoint } = status;
  const id = status.nodeId === null ? "not registered" : `node ${status.nodeId}, ${status.nodeState}`;
  return [
    `${status.network} (chain ${status.chainId}) · ${id} · ${status.mode}`,
    `height ${head.height} · round ${consensus.round} ${consensus.step} · ${status.peers} peers`,
    `L2 block ${l2.number}, seen ${l2.head ?? "none"}, ${l2.lagSec ?? "?"} s behind`,
    checkpoint === null
      ? "no checkpoint yet"
      : `checkpoint ${checkpoint.height}: ${checkpoint.signers} of ${checkpoint.nodes} signed`,
    ...(status.reason === null ? [] : [`${status.reason.code}: ${status.reason.message}`]),
  ];
}
