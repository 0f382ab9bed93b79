import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blst } from "@session/bls/blst";
import { networkToJson, parseNetwork } from "@session/config";
import { deployContracts } from "@session/contracts/deploy";
import { prepareRegistration, readGenesis } from "@session/sdk";
import { devAccounts, startAnvil } from "@session/testing";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expect, it, onTestFinished } from "vitest";
import { certificates } from "../../src/raw/schema.ts";
import { chainNodes } from "../../src/views/nodes/schema.ts";
import { rewardTotals } from "../../src/views/rewards/schema.ts";
import { startNode, writeNodeKeys } from "../program/support/node.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { follow } from "./follower.ts";
import type { TestChain } from "./testChain.ts";

const SESH = 10n ** 9n;
const TIMEOUT_MS = 240_000;

/** Anvil, contracts and one node with its keys in place; nothing of the node's own code is loaded here. */
async function createNetwork(folder: string) {
  const anvil = await startAnvil({ chainId: 31_337, blockTimeSec: 1 });
  onTestFinished(() => anvil.stop());
  const deployer = privateKeyToAccount(devAccounts[0].privateKey);
  const ed25519Seed = new Uint8Array(32).fill(5);
  const blsSecret = blst.deriveSecretKey(new Uint8Array(32).fill(6));
  await writeNodeKeys(folder, { ed25519: ed25519Seed, bls: blsSecret });
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl: anvil.url, chainId: anvil.chainId, deployer, owner: deployer, preset: "devnet", mineOnDemand: true },
    poolFunding: 40_000_000n * SESH,
    mint: [],
    seeds: ({ chainId, verifyingContract: contract }) => {
      const keys = { bls: blst, blsSecret, ed25519Seed, operator: deployer.address };
      const {
        blsPubkey,
        proofOfPossession: pop,
        ed25519Pubkey,
        operator,
      } = prepareRegistration({ ...keys, chainId, contract });
      return [{ blsPubkey, pop, ed25519Pubkey, operator }];
    },
  });
  const client = createPublicClient({ transport: http(anvil.url) });
  const genesis = await readGenesis(client, { addresses, startBlock, preset: "devnet" });
  const json = networkToJson({ name: "test", genesis, bootstrap: [], nodeApis: [], l2Rpcs: [] });
  const networkFile = join(folder, "network.json");
  await writeFile(networkFile, JSON.stringify(json));
  return { anvil, networkFile, network: parseNetwork(JSON.parse(JSON.stringify(json))), operator: deployer.address };
}

it("follows a real node: blocks, rewards and certificates, over a restart of the indexer", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "session-real-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { anvil, networkFile, network, operator } = await createNetwork(folder);
  const url = await startNode(folder, networkFile, anvil.url);
  const database = await openTestDatabase("pglite");
  onTestFinished(() => database.close());
  const chain = { network } as TestChain;

  // As a node allows: at the pace of other tests, it would refuse for a minute.
  const options = { nodes: [url], pollMs: 250 };
  const first = await follow(chain, database, options);
  await first.reached(3);
  await first.stop();
  const second = await follow(chain, database, options);
  await second.reached(11);
  expect(await database.queries.select().from(chainNodes)).toMatchObject([
    { id: 1, status: "active", operator: operator.toLowerCase(), isPayable: 1 },
  ]);
  const [total] = await database.queries.select().from(rewardTotals);
  expect(total?.lifetime).toBeGreaterThan(0n);
  let isThere = false;
  await second.until(() => {
    void database.queries.$count(certificates).then((count) => {
      isThere = count > 0;
    });
    return isThere;
  });
  expect((await database.queries.select().from(certificates))[0]).toMatchObject({ signed: [1], absent: [] });
  expect(second.source.nodes()[0]?.faults).toEqual({});
  await second.stop();
});
