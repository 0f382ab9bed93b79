import { type Address, type Client, createClient, getAddress, http, type LocalAccount, type Transport } from "viem";
import { getChainId, readContract } from "viem/actions";
import { createDistribution } from "../../ignition/modules/createDistribution.ts";
import TokenGeneration from "../../ignition/modules/TokenGeneration.ts";
import { seshL2Abi } from "../abis/generated/SESHL2.ts";
import type { ContractAddresses } from "../addresses.ts";
import { TgeError } from "../tge/errors.ts";
import type { NetworkParameters, TgeParameters } from "../tge/parameters.ts";
import { planTge, type TgePlan, type TgeVesting } from "../tge/plan.ts";
import { TOTAL_SUPPLY } from "../tge/supply.ts";
import { DeployError } from "./errors.ts";
import { probeEip2537 } from "./probeEip2537.ts";
import { type RunModuleOptions, runModule } from "./runModule.ts";
import { createSigningProvider } from "./signingProvider.ts";

/** What every deployment needs of its chain. */
export type ChainParameters = {
  /** RPC of the chain, by URL or as a viem transport. */
  readonly rpcUrl?: string;
  readonly transport?: Transport;
  readonly chainId: number;
  /** Signs and pays. */
  readonly deployer: LocalAccount;
  /** Milliseconds between looks for a receipt. Default 250. */
  readonly pollingMs?: number;
  /** Ignition's journal: an interrupted deployment goes on where it stopped. */
  readonly deploymentDir?: string;
};

export type DeployTokenParameters = ChainParameters & { readonly l1: NetworkParameters["l1"] };

/**
 * Deploys SESH on L1, which mints the whole supply to `l1.holder`.
 *
 * @throws {DeployError}
 */
export async function deployToken(parameters: DeployTokenParameters): Promise<{ readonly sesh: Address }> {
  const { ignition } = await connect(parameters);
  const { holder, gateway, router, registrar } = parameters.l1;
  return runModule(TokenGeneration, { holder, l1Gateway: gateway, l1Router: router, registrar }, ignition);
}

export type DeployTgeParameters = ChainParameters & {
  readonly tge: TgeParameters;
  /** The contracts already deployed on L2. */
  readonly contracts: ContractAddresses;
  /**
   * Mints the supply on L2, the deployer being the token's gateway: devnets without a bridge. Default false: the
   * deployer holds the whole supply, bridged from L1.
   */
  readonly mint?: boolean;
};

export type DeployTgeReturnType = {
  readonly plan: TgePlan;
  /** Every vesting of the plan with its contract. */
  readonly vestings: readonly (TgeVesting & { readonly contract: Address })[];
};

/**
 * Deploys all vestings on L2, pays every part of the supply, and checks each balance afterwards.
 *
 * @throws {DeployError} `DEPLOY_EIP2537_UNAVAILABLE` among others, before anything is sent
 * @throws {TgeError} `TGE_SUM_MISMATCH`, `TGE_FUNDS_MISSING` before anything is sent; `TGE_BALANCE_MISMATCH` at the end
 */
export async function deployTge(parameters: DeployTgeParameters): Promise<DeployTgeReturnType> {
  const { tge, contracts, deployer, mint = false, deploymentDir } = parameters;
  const plan = planTge(tge, getAddress(contracts.rewardRatePool));
  const { client, ignition } = await connect(parameters);
  await probeEip2537(client);
  const accounts = plan.transfers.map(({ to }) => to);
  const before = await balancesOf(client, contracts.seshL2, [deployer.address, ...accounts]);
  const held = before.get(deployer.address) ?? 0n;
  // An interrupted deployment has paid some parts already.
  if (deploymentDir === undefined && !mint && held < TOTAL_SUPPLY)
    throw new TgeError(
      { code: "TGE_FUNDS_MISSING", expected: TOTAL_SUPPLY, actual: held },
      `The deployer has to hold the whole supply, ${TOTAL_SUPPLY} base units, before it is distributed.`,
    );
  // All of it leaves the deployer, who may be a recipient, too.
  if (!mint) before.set(deployer.address, held - TOTAL_SUPPLY);
  const addresses: Record<string, Address> = await runModule(
    createDistribution(plan, mint),
    {
      token: contracts.seshL2,
      serviceNodeRewards: contracts.serviceNodeRewards,
      contributionFactory: contracts.serviceNodeContributionFactory,
    },
    ignition,
  );
  const vestings = plan.vestings.map((vesting) => ({ ...vesting, contract: deployedAt(addresses, vesting.id) }));
  await requireBalances(client, contracts.seshL2, { plan, vestings }, deploymentDir === undefined ? before : undefined);
  return { plan, vestings };
}

type Connection = { readonly client: Client; readonly ignition: RunModuleOptions };

async function connect(parameters: ChainParameters): Promise<Connection> {
  const { chainId, deployer, pollingMs = 250, deploymentDir } = parameters;
  const transport = parameters.transport ?? http(parameters.rpcUrl, { retryCount: 0 });
  const client = createClient({ transport, pollingInterval: pollingMs, cacheTime: 0 });
  const actual = await getChainId(client);
  if (actual !== chainId)
    throw new DeployError(
      { code: "DEPLOY_WRONG_CHAIN", expected: chainId, actual },
      `The RPC serves chain ${actual}, expected ${chainId}.`,
    );
  const accounts = [deployer];
  const provider = createSigningProvider({ client, chainId, accounts, mineOnDemand: false });
  return { client, ignition: { provider, accounts, pollingMs, deploymentDir } };
}

function deployedAt(addresses: Readonly<Record<string, Address>>, id: string): Address {
  const address = addresses[id];
  if (address === undefined)
    throw new DeployError(
      { code: "DEPLOY_MODULE_FAILED", module: "Distribution", reasons: [`no contract for ${id}`] },
      `The distribution has no contract for ${id}.`,
    );
  return address;
}

async function balancesOf(client: Client, token: Address, accounts: readonly Address[]): Promise<Map<Address, bigint>> {
  const balances = new Map<Address, bigint>();
  for (const account of accounts)
    balances.set(
      account,
      await readContract(client, { abi: seshL2Abi, address: token, functionName: "balanceOf", args: [account] }),
    );
  return balances;
}

/** Every account got exactly its parts. A resumed run can't know what accounts held before, so it checks vestings only. */
async function requireBalances(
  client: Client,
  token: Address,
  { plan, vestings }: DeployTgeReturnType,
  before: ReadonlyMap<Address, bigint> | undefined,
): Promise<void> {
  const expected = new Map<Address, bigint>();
  for (const { contract, amount } of vestings) expected.set(contract, amount);
  if (before !== undefined)
    for (const { to, amount } of plan.transfers) expected.set(to, (expected.get(to) ?? before.get(to) ?? 0n) + amount);
  const actual = await balancesOf(client, token, [...expected.keys()]);
  for (const [account, amount] of expected)
    if (actual.get(account) !== amount)
      throw new TgeError(
        { code: "TGE_BALANCE_MISMATCH", account, expected: amount, actual: actual.get(account) ?? 0n },
        `${account} holds ${actual.get(account)} base units, not ${amount}.`,
      );
}
