import { type Address, getContract, type Hex, zeroHash } from "viem";
import Timelocks from "../../../ignition/modules/Timelocks.ts";
import { runModule } from "../../../src/deploy/runModule.ts";
import { createSigningProvider } from "../../../src/deploy/signingProvider.ts";
import { timelockControllerAbi } from "../../../src/index.ts";
import { account, type TestChain } from "../../support/chain.ts";

/** May schedule and, after the delay, execute. */
export const PROPOSER = 8;
export const DAY = 86_400n;

/** Runs the Ignition module as it is run on mainnet. */
export async function deployTimelocks(chain: TestChain): Promise<{ upgrades: Address; parameters: Address }> {
  const proposer = account(PROPOSER).address;
  const { client, chainId } = chain;
  return runModule(
    Timelocks,
    { proposers: [proposer], executors: [proposer] },
    {
      provider: createSigningProvider({ client, chainId, accounts: [account(0)], mineOnDemand: false }),
      accounts: [account(0)],
      pollingMs: 1,
      deploymentDir: undefined,
    },
  );
}

/** A timelock, bound to an account. */
export const timelockAs = (chain: TestChain, address: Address, index: number) =>
  getContract({
    abi: timelockControllerAbi,
    address,
    client: { public: chain.client, wallet: chain.wallet(index) },
  });

/** Schedules a call with the timelock's own delay. @returns what executes it */
export async function schedule(chain: TestChain, timelock: Address, target: Address, data: Hex) {
  const { read, write } = timelockAs(chain, timelock, PROPOSER);
  const delay = await read.getMinDelay();
  await write.schedule([target, 0n, data, zeroHash, zeroHash, delay]);
  return (as = PROPOSER) =>
    timelockAs(chain, timelock, as).write.execute([target, 0n, data, zeroHash, zeroHash], { gas: 2_000_000n });
}
