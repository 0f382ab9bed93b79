import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import { type Address, type Client, createClient, http, type LocalAccount, type Transport } from "viem";
import { getChainId, getContractEvents } from "viem/actions";
import Handover from "../../ignition/modules/Handover.ts";
import SessionNetwork from "../../ignition/modules/SessionNetwork.ts";
import SessionNetworkOnToken from "../../ignition/modules/SessionNetworkOnToken.ts";
import TakeOver from "../../ignition/modules/TakeOver.ts";
import { seshL2Abi } from "../abis/generated/SESHL2.ts";
import { serviceNodeRewardsAbi } from "../abis/generated/ServiceNodeRewards.ts";
import type { ContractAddresses } from "../addresses.ts";
import { contractPresets, isDevnetChainId, type PresetName } from "../presets.ts";
import { DeployError } from "./errors.ts";
import { probeEip2537 } from "./probeEip2537.ts";
import { type RunModuleOptions, runModule } from "./runModule.ts";
import { type SeedParameters, seedCalls } from "./seedNodes.ts";
import { type SendAllOptions, type Step, sendAll, step } from "./sendAll.ts";
import { createSigningProvider } from "./signingProvider.ts";

export type { SeedParameters };

/** What a proof of possession is bound to: known only once the contracts stand. */
export type SeedDomain = { readonly chainId: bigint; readonly verifyingContract: Address };

export type DeployContractsParameters = {
  /** RPC of the L2, by URL or as a viem transport. */
  readonly rpcUrl?: string;
  readonly transport?: Transport;
  readonly chainId: number;
  /** Signs and pays everything; owns the contracts until the end. */
  readonly deployer: LocalAccount;
  readonly preset: PresetName;
  /** The contracts' owner. An account takes over at once; an address (a timelock) has to call `acceptOwnership`. */
  readonly owner: LocalAccount | Address;
  /** Owner of the proxies' admins. Default: the owner. */
  readonly upgradeOwner?: Address;
  /** Default: none. */
  readonly guardian?: Address;
  /** A token that is there already. Default: a new SESHL2. */
  readonly token?: Address;
  /** L1 token named by a new SESHL2. Default: a placeholder on devnets. */
  readonly l1Token?: Address;
  /** Gateway that may mint a new SESHL2. Default: the deployer, who then mints what is missing. */
  readonly l2Gateway?: Address;
  /** Base units; default: the preset's. */
  readonly stakingRequirement?: bigint;
  /** Base units of SESH sent to the pool. */
  readonly poolFunding: bigint;
  /** Further balances to mint; needs the deployer as gateway. */
  readonly mint?: readonly { readonly to: Address; readonly amount: bigint }[];
  /** Nodes to seed, or what makes them once the contract's address is known. */
  readonly seeds: readonly SeedParameters[] | ((domain: SeedDomain) => Seeds | Promise<Seeds>);
  /** Asks the chain for blocks (`evm_mine`) instead of waiting for its own. Development chains only. Default false. */
  readonly mineOnDemand?: boolean;
  /** Milliseconds between looks for a receipt. Default 50 with `mineOnDemand`, else 250. */
  readonly pollingMs?: number;
  /** Ignition's journal; see RunModuleOptions. */
  readonly deploymentDir?: string;
};

type Seeds = readonly SeedParameters[];

export type DeployContractsReturnType = {
  readonly addresses: ContractAddresses;
  /** L2 block of `start()`: where an appchain's genesis puts its cursor. */
  readonly startBlock: bigint;
  /** False while the owner, an address, still has to accept. */
  readonly ownershipAccepted: boolean;
  /** Milliseconds per phase. */
  readonly timings: { readonly deploy: number; readonly seed: number; readonly handover: number };
};

type Context = {
  readonly parameters: DeployContractsParameters;
  readonly client: Client;
  readonly ignition: RunModuleOptions;
  readonly sending: SendAllOptions;
  readonly stakingRequirement: bigint;
};

/** A token's L1 side where there is none: devnets have no bridge. */
const NO_L1_TOKEN = "0x0000000000000000000000000000000000000001";
const NO_GUARDIAN = "0x0000000000000000000000000000000000000000";
/** Gas allowed for a call of the token. */
const TOKEN_CALL_GAS = 200_000n;

/**
 * Deploys a network's contracts by the Ignition modules, seeds its nodes, starts it and hands it over.
 *
 * @throws {DeployError}
 * @example
 * const { addresses, startBlock } = await deployContracts({
 *   rpcUrl, chainId: 31337, deployer, owner, preset: "devnet", poolFunding: 10_000_000n * 10n ** 9n,
 *   seeds: (domain) => nodes.map((node) => seedOf(node, domain)), mineOnDemand: true,
 * });
 */
export async function deployContracts(parameters: DeployContractsParameters): Promise<DeployContractsReturnType> {
  const context = await connect(parameters);
  const begun = performance.now();
  const addresses = await deployModules(context);
  const deployed = performance.now();
  await fundAndSeed(context, addresses);
  const seeded = performance.now();
  const handedOver = await handOver(context, addresses);
  return {
    addresses,
    ...handedOver,
    timings: {
      deploy: Math.round(deployed - begun),
      seed: Math.round(seeded - deployed),
      handover: Math.round(performance.now() - seeded),
    },
  };
}

async function connect(parameters: DeployContractsParameters): Promise<Context> {
  const { chainId, preset, deployer, owner, mineOnDemand = false } = parameters;
  if (preset === "devnet" && !isDevnetChainId(chainId))
    throw new DeployError(
      { code: "DEPLOY_PRESET_NOT_ALLOWED", preset, chainId },
      `The devnet preset needs a devnet's chain id, not ${chainId}.`,
    );
  const pollingMs = parameters.pollingMs ?? (mineOnDemand ? 50 : 250);
  const client = createClient({
    transport: parameters.transport ?? http(parameters.rpcUrl, { retryCount: 0 }),
    pollingInterval: pollingMs,
    cacheTime: 0,
  });
  const actual = await getChainId(client);
  if (actual !== chainId)
    throw new DeployError(
      { code: "DEPLOY_WRONG_CHAIN", expected: chainId, actual },
      `The RPC serves chain ${actual}, expected ${chainId}.`,
    );
  await probeEip2537(client);
  const accounts = typeof owner === "string" ? [deployer] : [deployer, owner];
  return {
    parameters,
    client,
    ignition: {
      provider: createSigningProvider({ client, chainId, accounts, mineOnDemand }),
      accounts,
      pollingMs,
      deploymentDir: parameters.deploymentDir,
    },
    sending: { client, chainId, account: deployer, mineOnDemand, pollingMs },
    stakingRequirement: parameters.stakingRequirement ?? contractPresets[preset].stakingRequirement,
  };
}

async function deployModules({ parameters, ignition, stakingRequirement }: Context): Promise<ContractAddresses> {
  const { owner, preset, deployer, token } = parameters;
  const shared: DeploymentParameters[string] = {
    durations: { ...contractPresets[preset].durations },
    stakingRequirement,
    guardian: parameters.guardian ?? NO_GUARDIAN,
    upgradeOwner: parameters.upgradeOwner ?? addressOf(owner),
  };
  if (token !== undefined) return runModule(SessionNetworkOnToken, { ...shared, token }, ignition);
  const l1Token = parameters.l1Token ?? NO_L1_TOKEN;
  const l2Gateway = parameters.l2Gateway ?? deployer.address;
  return runModule(SessionNetwork, { ...shared, l1Token, l2Gateway }, ignition);
}

async function fundAndSeed(context: Context, { seshL2, rewardRatePool, serviceNodeRewards }: ContractAddresses) {
  const { parameters, sending, stakingRequirement } = context;
  const { deployer, poolFunding, token, l2Gateway = deployer.address } = parameters;
  const domain = { chainId: BigInt(parameters.chainId), verifyingContract: serviceNodeRewards };
  const seeds = typeof parameters.seeds === "function" ? await parameters.seeds(domain) : parameters.seeds;
  const stakes = BigInt(seeds.length) * stakingRequirement;
  const steps: Step[] = [];
  if (token === undefined && l2Gateway.toLowerCase() === deployer.address.toLowerCase())
    for (const { to, amount } of [{ to: deployer.address, amount: stakes + poolFunding }, ...(parameters.mint ?? [])])
      steps.push(
        step("bridgeMint", seshL2, TOKEN_CALL_GAS, { abi: seshL2Abi, functionName: "bridgeMint", args: [to, amount] }),
      );
  if (poolFunding > 0n)
    steps.push(
      step("fund the pool", seshL2, TOKEN_CALL_GAS, {
        abi: seshL2Abi,
        functionName: "transfer",
        args: [rewardRatePool, poolFunding],
      }),
    );
  if (stakes > 0n)
    steps.push(
      step("approve the stakes", seshL2, TOKEN_CALL_GAS, {
        abi: seshL2Abi,
        functionName: "approve",
        args: [serviceNodeRewards, stakes],
      }),
    );
  for (const { functionName, args, gas } of seedCalls(seeds, stakingRequirement)) {
    steps.push(step(functionName, serviceNodeRewards, gas, { abi: serviceNodeRewardsAbi, functionName, args }));
  }
  await sendAll(steps, sending);
}

async function handOver(context: Context, { rewardRatePool, serviceNodeRewards }: ContractAddresses) {
  const { parameters, client, ignition } = context;
  const { owner } = parameters;
  await runModule(Handover, { serviceNodeRewards, rewardRatePool, owner: addressOf(owner) }, ignition);
  const ownershipAccepted = typeof owner !== "string";
  if (ownershipAccepted) await runModule(TakeOver, { serviceNodeRewards, rewardRatePool }, ignition);
  const [event] = await getContractEvents(client, {
    abi: serviceNodeRewardsAbi,
    address: serviceNodeRewards,
    eventName: "Started",
    fromBlock: "earliest",
    strict: true,
  });
  if (event?.blockNumber == null)
    throw new DeployError(
      { code: "DEPLOY_MODULE_FAILED", module: "Handover", reasons: ["no Started event"] },
      "start() left no event.",
    );
  return { startBlock: event.blockNumber, ownershipAccepted };
}

function addressOf(account: LocalAccount | Address): Address {
  return typeof account === "string" ? account : account.address;
}
