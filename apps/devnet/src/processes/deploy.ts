import type { ContractAddresses } from "@session/contracts";
import { DeployError, deployContracts } from "@session/contracts/deploy";
import type { Genesis } from "@session/protocol";
import { readGenesis } from "@session/sdk";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { DEPLOYER, OWNER, operatorOf, STAKER } from "../accounts.ts";
import { DevnetError } from "../errors.ts";
import { type NodeKeys, toSeed } from "../keys.ts";
import { toChain } from "../l2/chain.ts";
import { deployVestings, type Vestings } from "./deployVestings.ts";

const SESH = 10n ** 9n;
/** The size of the network's own reward pool at its start: 40,000,000 SESH. */
const POOL_FUNDING = 40_000_000n * SESH;
const FAUCET_FUNDING = 50_000_000n * SESH;
const STAKER_FUNDING = 1_000_000n * SESH;

export type DeployOptions = {
  readonly url: string;
  readonly chainId: number;
  /** Keys of the nodes to seed, in the order of their ids. */
  readonly nodes: readonly NodeKeys[];
  /** Asks the chain for blocks instead of waiting for its own. */
  readonly mineOnDemand: boolean;
};
export type Deployed = {
  readonly contracts: ContractAddresses & Vestings;
  readonly startBlock: number;
  readonly genesis: Genesis;
};

/**
 * Deploys, seeds and starts the contracts, and makes the genesis of the network that begins there.
 *
 * @throws DevnetError DEPLOY_FAILED
 */
export async function deploy(options: DeployOptions): Promise<Deployed> {
  const { url, chainId, nodes, mineOnDemand } = options;
  const { addresses, startBlock } = await deployContracts({
    rpcUrl: url,
    chainId,
    deployer: privateKeyToAccount(DEPLOYER.privateKey),
    owner: privateKeyToAccount(OWNER.privateKey),
    preset: "devnet",
    poolFunding: POOL_FUNDING,
    mint: [
      { to: DEPLOYER.address, amount: FAUCET_FUNDING },
      { to: STAKER.address, amount: STAKER_FUNDING },
    ],
    seeds: (domain) => nodes.map((keys, index) => toSeed(keys, operatorOf(index).address, domain)),
    mineOnDemand,
  }).catch((error: unknown) => {
    if (!(error instanceof DeployError)) throw error;
    throw new DevnetError({ code: "DEPLOY_FAILED", reason: error.code }, error.message, { cause: error });
  });
  const client = createPublicClient({ chain: toChain(chainId, url), transport: http(url, { retryCount: 0 }) });
  const genesis = await readGenesis(client, { addresses, startBlock, preset: "devnet" });
  const vestings = await deployVestings(options, addresses);
  // Blocks of the deployment carry made-up times, so that there can be many in a second; the chain begins now.
  return {
    contracts: { ...addresses, ...vestings },
    startBlock: Number(startBlock),
    genesis: { ...genesis, time: Math.floor(Date.now() / 1_000) },
  };
}
