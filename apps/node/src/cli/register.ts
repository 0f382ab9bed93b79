import { setTimeout } from "node:timers/promises";
import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { readNetwork } from "@session/config/file";
import { createNodeClient, type PreparedRegistration, prepareRegistration, registrationToJson } from "@session/sdk";
import type { NodeStatusResponse } from "@session/sdk/node-api";
import { Command, InvalidArgumentError, Option } from "commander";
import { getAddress, type Hex, isAddress } from "viem";
import { toAddress, toHex } from "../api/format.ts";
import { NodeError } from "../errors.ts";
import { loadKeys, type NodeKeys } from "../keys/nodeKeys.ts";
import { apiOption, dataDirOption, networkOption, toInteger } from "./options.ts";
import { postRegistration } from "./postRegistration.ts";
import { reach } from "./status.ts";

type RegisterOptions = {
  dataDir: string;
  network: string;
  api: string;
  indexer?: readonly string[];
  print: boolean;
  /** Seconds. */
  wait: number;
};

const POLL_MS = 500;

function toIndexers(text: string, before: readonly string[] | undefined): readonly string[] {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError("An http(s) URL is needed.");
  return [...(before ?? []), text];
}

function toOperator(text: string): Hex {
  if (!isAddress(text))
    throw new InvalidArgumentError("An operator is an address of 20 bytes in hex; check its case, too.");
  return getAddress(text);
}

export function registerCommand(): Command {
  return new Command("register")
    .description("check this node, and hand its keys and proofs to indexers for its operator's registration")
    .argument("<operator>", "address that will stake first and own the node", toOperator)
    .addOption(dataDirOption())
    .addOption(networkOption().makeOptionMandatory())
    .addOption(apiOption())
    .addOption(
      new Option(
        "--indexer <url>",
        "indexer to hand it to instead of the network file's; repeat it for several",
      ).argParser(toIndexers),
    )
    .option("--wait <seconds>", "how long it may take to follow the chain", toInteger(0), 60)
    .option("--print", "only print the JSON, for handing it over by other means", false)
    .action(async (operator: Hex, options: RegisterOptions) => {
      const network = await readNetwork(options.network);
      const keys = await loadKeys(options.dataDir);
      await checkNode(options, keys, toHex(network.genesisHash));
      const registration = prepareRegistration({
        bls: blst,
        blsSecret: keys.blsSecret,
        ed25519Seed: keys.ed25519Seed,
        operator,
        chainId: network.genesis.chainId,
        contract: toAddress(network.genesis.contracts.serviceNodeRewards),
      });
      const said = options.print ? [] : await handOver(registration, network, options.indexer);
      process.stdout.write(`${JSON.stringify(registrationToJson(registration))}\n`);
      for (const line of said) process.stderr.write(`${line}\n`);
    });
}

/** What to tell the operator beside the registration itself. */
async function handOver(
  registration: PreparedRegistration,
  network: Network,
  indexers: readonly string[] = network.indexers,
): Promise<readonly string[]> {
  if (indexers.length === 0) return ["No indexer is known: hand the JSON to the operator, or name one with --indexer."];
  const { kept, unreachable } = await postRegistration(registration, indexers);
  const stored = kept.map(
    ({ url, expiresAt }) => `Stored at ${url} until ${new Date(expiresAt * 1000).toISOString()}.`,
  );
  if (network.portal === null) return [...unreachable, ...stored];
  const page = `${network.portal.replace(/\/+$/, "")}/register/${registration.ed25519Pubkey}`;
  return [...unreachable, ...stored, `Go on at ${page}`];
}

/** A registration of a node that doesn't run would stake for nothing: it must be up, synced, itself, and not registered. */
async function checkNode({ api, wait }: RegisterOptions, keys: NodeKeys, genesisHash: string): Promise<void> {
  const client = createNodeClient({ url: api });
  const refuse = (reason: string) => {
    throw new NodeError({ code: "REGISTRATION_REFUSED", reason }, `Not registering: ${reason}`);
  };
  const deadline = Date.now() + wait * 1_000;
  for (let said: string | undefined; ; await setTimeout(POLL_MS)) {
    const status = await reach(api, () => client.getStatus());
    if (status.genesisHash !== genesisHash) refuse(`the node at ${api} runs another network.`);
    if (status.ed25519 !== toHex(keys.ed25519Key)) refuse(`the node at ${api} has other keys than this data folder.`);
    if (status.nodeId !== null) refuse(`it is registered already, as node ${status.nodeId}.`);
    if (status.mode === "halted") refuse("it is halted. See session-node status.");
    if (status.reason?.code === "NO_L2_PROVIDER") refuse(`it can't vote: ${status.reason.message}.`);
    const missing = whatItWaitsFor(status);
    if (missing === undefined) return;
    if (Date.now() >= deadline)
      refuse(`${missing} after ${wait} s. Try again when it follows the chain; --wait gives it longer.`);
    if (missing !== said) process.stderr.write(`Waiting up to ${wait} s: ${missing}.\n`);
    said = missing;
  }
}

/** What passes by itself while a node starts, or is a few blocks behind (`Chain.canVote`, `Services.mayVote`). */
function whatItWaitsFor({ mode, reason }: NodeStatusResponse): string | undefined {
  if (mode === "syncing") return "it is still syncing";
  // Without a view of L2 it couldn't vote, and would be decommissioned as soon as it is a validator.
  return reason?.code === "L2_NOT_FOLLOWED" ? `it can't vote yet: ${reason.message}` : undefined;
}
