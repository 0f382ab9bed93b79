import {
  type ContractAddresses,
  seshL2Abi,
  tokenVestingNoStakingAbi,
  tokenVestingNoStakingArtifact,
  tokenVestingStakingAbi,
  tokenVestingStakingArtifact,
} from "@session/contracts";
import { type Address, getContractAddress } from "viem";
import { DEPLOYER, OWNER, STAKER } from "../accounts.ts";
import { DevnetError } from "../errors.ts";
import { createWallet } from "../l2/chain.ts";
import { createRpc } from "../l2/rpc.ts";

/** Of each: enough for four nodes, or for a while of pools. */
const AMOUNT = 100_000n * 10n ** 9n;
const DAY_SEC = 86_400;
const CLIFF_SEC = 30 * DAY_SEC;
const YEAR_SEC = 365 * DAY_SEC;
/** Given, because the transfer can't be estimated before the contract it goes to is there. */
const GAS = { deploy: 5_000_000n, transfer: 200_000n } as const;

export type Vestings = { readonly tokenVestingStaking: Address; readonly tokenVestingNoStaking: Address };
type Place = { readonly url: string; readonly chainId: number; readonly mineOnDemand: boolean };

/**
 * Two vesting contracts of the staker account with SESH in them, which the owner may revoke: one to stake from, and one
 * that vests evenly after a cliff.
 *
 * @throws DevnetError DEPLOY_FAILED
 */
export async function deployVestings(
  { url, chainId, mineOnDemand }: Place,
  { serviceNodeRewards, serviceNodeContributionFactory, seshL2 }: ContractAddresses,
): Promise<Vestings> {
  const { walletClient, publicClient } = createWallet(chainId, url, DEPLOYER.privateKey);
  const nonce = await publicClient.getTransactionCount({ address: DEPLOYER.address, blockTag: "pending" });
  const { timestamp: now } = await publicClient.getBlock();
  const addressOf = (at: number) => getContractAddress({ from: DEPLOYER.address, nonce: BigInt(at) });
  const [cliff, end] = [now + BigInt(CLIFF_SEC), now + BigInt(YEAR_SEC)];
  const fill = (vesting: Address, at: number) =>
    walletClient.writeContract({
      ...{ address: seshL2, abi: seshL2Abi, functionName: "transfer", args: [vesting, AMOUNT] },
      ...{ nonce: at, gas: GAS.transfer },
    });
  const hashes = [
    await walletClient.deployContract({
      ...{ abi: tokenVestingStakingAbi, bytecode: tokenVestingStakingArtifact.bytecode },
      args: [serviceNodeRewards, serviceNodeContributionFactory, STAKER.address, OWNER.address, true, end],
      ...{ nonce, gas: GAS.deploy },
    }),
    await fill(addressOf(nonce), nonce + 1),
    await walletClient.deployContract({
      ...{ abi: tokenVestingNoStakingAbi, bytecode: tokenVestingNoStakingArtifact.bytecode },
      args: [seshL2, STAKER.address, OWNER.address, true, cliff, end],
      ...{ nonce: nonce + 2, gas: GAS.deploy },
    }),
    await fill(addressOf(nonce + 2), nonce + 3),
  ];
  if (mineOnDemand) await createRpc(url)("evm_mine");
  for (const hash of hashes) {
    const { status } = await publicClient.waitForTransactionReceipt({ hash });
    if (status !== "success")
      throw new DevnetError(
        { code: "DEPLOY_FAILED", reason: "VESTING_REVERTED" },
        `The vesting contracts couldn't be deployed and filled: ${hash} reverted.`,
      );
  }
  return { tokenVestingStaking: addressOf(nonce), tokenVestingNoStaking: addressOf(nonce + 2) };
}
