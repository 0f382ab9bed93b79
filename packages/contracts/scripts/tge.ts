/**
 * Generates the token and distributes it; see docs/contracts/tge.md.
 *
 *   npm run tge -w @session/contracts -- token --parameters arbitrumOne --rpc-url <L1> [--dry-run]
 *   npm run tge -w @session/contracts -- distribute --parameters arbitrumOne --rpc-url <L2> --contracts <file> [--dry-run]
 *
 * The deployer's key comes from the environment, DEPLOYER_PRIVATE_KEY. `--deployment-dir` keeps Ignition's journal, so
 * that an interrupted run goes on; `--mint` is for devnets without a bridge.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { DeployError, deployTge, deployToken, probeEip2537 } from "../src/deploy/index.ts";
import { type ContractAddresses, type NetworkParameters, parseNetworkParameters, TgeError } from "../src/index.ts";
import { readJson, root } from "./builds.ts";
import { startDryRun } from "./dryRun.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    parameters: { type: "string" },
    "rpc-url": { type: "string" },
    contracts: { type: "string" },
    "deployment-dir": { type: "string" },
    "dry-run": { type: "boolean", default: false },
    mint: { type: "boolean", default: false },
  },
});

function required(name: "parameters" | "rpc-url" | "contracts"): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing.`);
  return value;
}

/** npm runs this in the package's folder; paths are meant from where it was called. */
const fromCaller = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part))}\n`);
}

/** Everything a deployment needs, with a transport that sends nothing when this is a dry run. */
async function prepare(chainId: number) {
  const rpcUrl = required("rpc-url");
  const key = process.env.DEPLOYER_PRIVATE_KEY;
  if (key === undefined) throw new Error("DEPLOYER_PRIVATE_KEY is not set.");
  const dryRun = values["dry-run"] ? await startDryRun(rpcUrl, chainId, print) : undefined;
  const deploymentDir = values["deployment-dir"];
  return {
    stop: async () => dryRun?.stop(),
    chain: {
      transport: dryRun?.transport ?? http(rpcUrl, { retryCount: 0 }),
      chainId,
      deployer: privateKeyToAccount(key as Hex),
      // A dry run leaves no journal: a real one after it begins at the beginning.
      ...(deploymentDir === undefined || values["dry-run"] ? {} : { deploymentDir: fromCaller(deploymentDir) }),
    },
  };
}

async function generateToken({ l1 }: NetworkParameters): Promise<void> {
  const { chain, stop } = await prepare(l1.chainId);
  try {
    print(await deployToken({ ...chain, l1 }));
  } finally {
    await stop();
  }
}

async function distribute({ l2, tge }: NetworkParameters): Promise<void> {
  const contracts = readJson<ContractAddresses>(fromCaller(required("contracts")));
  // A fork brings precompiles of its own: the chain itself has to be asked.
  await probeEip2537(createClient({ transport: http(required("rpc-url"), { retryCount: 0 }) }));
  const { chain, stop } = await prepare(l2.chainId);
  try {
    const { vestings } = await deployTge({ ...chain, tge, contracts, mint: values.mint });
    for (const vesting of vestings) print(vesting);
  } finally {
    await stop();
  }
}

const steps: Readonly<Record<string, (parameters: NetworkParameters) => Promise<void>>> = {
  token: generateToken,
  distribute,
};
const step = steps[positionals[0] ?? ""];
if (step === undefined) throw new Error(`Say which step: ${Object.keys(steps).join(" or ")}.`);
try {
  await step(parseNetworkParameters(readJson(join(root, "ignition/parameters", `${required("parameters")}.json`))));
} catch (error) {
  if (!(error instanceof TgeError || error instanceof DeployError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
