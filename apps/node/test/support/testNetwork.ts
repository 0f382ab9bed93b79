import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blst } from "@session/bls/blst";
import { type Network, networkToJson, parseNetwork } from "@session/config";
import type { ContractAddresses } from "@session/contracts";
import { deployContracts } from "@session/contracts/deploy";
import { prepareRegistration, readGenesis } from "@session/sdk";
import { type Anvil, devAccounts, startAnvil } from "@session/testing";
import { createPublicClient, createWalletClient, defineChain, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { inject, vi } from "vitest";
import { createKeys, type NodeKeys } from "../../src/keys/nodeKeys.ts";

/** A real network on a real chain: Anvil, deployed contracts, seeded nodes with their keys and folders. Nothing runs yet. */
export type TestNetwork = {
  readonly folder: string;
  readonly anvil: Anvil;
  readonly network: Network;
  readonly networkFile: string;
  readonly addresses: ContractAddresses;
  readonly nodes: readonly { readonly dataDir: string; readonly keys: NodeKeys }[];
  dispose(): Promise<void>;
};

// A test of these starts several processes one after the other.
vi.setConfig({ testTimeout: 300_000 });

const MAIN = join(inject("programs"), "node.mjs");
const SESH = 10n ** 9n;

export const deployer = privateKeyToAccount(devAccounts[0].privateKey);

export async function createTestNetwork(
  count: number,
  options: { chainId?: number; blockTimeSec?: number } = {},
): Promise<TestNetwork> {
  const { chainId = 31337, blockTimeSec = 1 } = options;
  const folder = await mkdtemp(join(tmpdir(), "session-"));
  const anvil = await startAnvil({ chainId, blockTimeSec });
  const nodes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const dataDir = join(folder, `node${index + 1}`);
      return { dataDir, keys: await createKeys(dataDir) };
    }),
  );
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl: anvil.url, chainId, deployer, owner: deployer, preset: "devnet", mineOnDemand: true },
    poolFunding: 40_000_000n * SESH,
    mint: [{ to: deployer.address, amount: 1_000_000n * SESH }],
    seeds: (domain) =>
      nodes.map(({ keys }) => {
        const registration = prepareRegistration({
          ...{ bls: blst, blsSecret: keys.blsSecret, ed25519Seed: keys.ed25519Seed, operator: deployer.address },
          ...{ chainId: domain.chainId, contract: domain.verifyingContract },
        });
        const { blsPubkey, proofOfPossession: pop, ed25519Pubkey, operator } = registration;
        return { blsPubkey, pop, ed25519Pubkey, operator };
      }),
  });
  const client = createPublicClient({ transport: http(anvil.url) });
  const genesis = await readGenesis(client, { addresses, startBlock, preset: "devnet" });
  const json = networkToJson({ name: "test", genesis, bootstrap: [], nodeApis: [], l2Rpcs: [] });
  const networkFile = join(folder, "network.json");
  await writeFile(networkFile, JSON.stringify(json));
  const dispose = async () => {
    await anvil.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, anvil, network: parseNetwork(json), networkFile, addresses, nodes, dispose };
}

/** Sends and reads on the test's chain as the deployer. */
export function createWallet({ anvil }: Pick<TestNetwork, "anvil">) {
  const chain = defineChain({
    id: anvil.chainId,
    name: "test",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  });
  const transport = http();
  return {
    publicClient: createPublicClient({ chain, transport }),
    walletClient: createWalletClient({ chain, transport, account: deployer }),
  };
}

export type Ran = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };
export type Running = {
  readonly exited: Promise<Ran>;
  kill(signal?: NodeJS.Signals): void;
  /** Resolves once standard error contains the text. */
  said(text: string): Promise<void>;
  /** The first line of standard error with the text. */
  logged(text: string): string | undefined;
};

/** Runs the node's own command line from source, as a process of its own. */
export function runNode(args: readonly string[]): Running {
  const env = { ...process.env, SESSION_EXIT_WITH_PARENT: "1" };
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["pipe", "pipe", "pipe"], env });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    for (const listener of listeners) listener();
  });
  const exited = new Promise<Ran>((resolve) => {
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!stderr.includes(text)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void exited.then(() => reject(new Error(`ended without saying "${text}": ${stderr.slice(-2_000)}`)));
    });
  const logged = (text: string) => stderr.split("\n").find((line) => line.includes(text));
  return { exited, kill: (signal = "SIGTERM") => child.kill(signal), said, logged };
}

/** Arguments of `start` for a node on loopback with free ports. */
export function startArgs(
  { networkFile, anvil }: Pick<TestNetwork, "networkFile" | "anvil">,
  dataDir: string,
  ...more: readonly string[]
): string[] {
  const ports = ["--p2p-host", "127.0.0.1", "--p2p-port", "0", "--api-port", "0"];
  const fixed = ["--local-peers", "--bls-threads", "0", "--data-dir", dataDir, "--network", networkFile];
  return ["start", ...fixed, ...ports, ...(more.includes("--l2") ? [] : ["--l2", anvil.url]), ...more];
}
