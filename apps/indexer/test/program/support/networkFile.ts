import { writeFile } from "node:fs/promises";
import { networkToJson } from "@session/config";
import { readGenesis } from "@session/sdk";
import type { TestChain } from "../../pipeline/support/chain.ts";

type Genesis = Awaited<ReturnType<typeof readGenesis>>;

/** Writes the network file of a chain's contracts; `nodes` are APIs of Session Nodes. */
export async function writeNetworkFile(
  file: string,
  chain: TestChain,
  nodes: readonly string[] = [],
  change: (genesis: Genesis) => Genesis = (genesis) => genesis,
): Promise<string> {
  const { client, addresses, startBlock, anvil } = chain;
  const genesis = change(await readGenesis(client, { addresses, startBlock, preset: "devnet" }));
  const factory = addresses.serviceNodeContributionFactory;
  const json = networkToJson({
    ...{ name: "test", genesis, bootstrap: [], nodeApis: [...nodes], l2Rpcs: [anvil.url] },
    contracts: { serviceNodeContributionFactory: factory, vestings: [] },
  });
  await writeFile(file, JSON.stringify(json));
  return file;
}
