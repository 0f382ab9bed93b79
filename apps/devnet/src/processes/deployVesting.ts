import {
  type ContractAddresses,
  seshL2Abi,
  tokenVestingStakingAbi,
  tokenVestingStakingArtifact,
} from "@session/contracts";
import { type Address, getContractAddress } from "viem";
import { DEPLOYER, OWNER, STAKER } from "../accounts.ts";
import { DevnetError } from "../errors.ts";
import { createWallet } from "../l2/chain.ts";
import { createRpc } from "../l2/rpc.ts";

/** Enough for four nodes, or for a while of pools. */
const AMOUNT = 100_000n * 10n ** 9n;
const YEAR_SEC = 365 * 86_400;
/** Given, because the transfer can't be estimated before the contract it goes to is there. */
const GAS = { deploy: 5_000_000n, transfer: 200_000n } as const;

/**
 * A vesting contract with SESH in it, from which the staker account may stake, and which the owner may revoke.
 *
 * @throws DevnetError DEPLOY_FAILED
 */
export async function deployVesting(
  { url, chainId, mineOnDemand }: { url: string; chainId: number; mineOnDemand: boolean },
  { serviceNodeRewards, serviceNodeContributionFactory, seshL2 }: ContractAddresses,
): Promise<Address> {
  const { walletClient, publicClient } = createWallet(chainId, url, DEPLOYER.privateKey);
  const nonce = await publicClient.getTransactionCount({ address: DEPLOYER.address, blockTag: "pending" });
  const { timestamp } = await publicClient.getBlock();
  const vesting = getContractAddress({ from: DEPLOYER.address, nonce: BigInt(nonce) });
  const end = timestamp + BigInt(YEAR_SEC);
  const hashes = [
    await walletClient.deployContract({
      abi: tokenVestingStakingAbi,
      bytecode: tokenVestingStakingArtifact.bytecode,
      args: [serviceNodeRewards, serviceNodeContributionFactory, STAKER.address, OWNER.address, true, end],
      nonce,
      gas: GAS.deploy,
    }),
    await walletClient.writeContract({
      address: seshL2,
      abi: seshL2Abi,
      functionName: "transfer",
      args: [vesting, AMOUNT],
      nonce: nonce + 1,
      gas: GAS.transfer,
    }),
  ];
  if (mineOnDemand) await createRpc(url)("evm_mine");
  for (const hash of hashes) {
    const { status } = await publicClient.waitForTransactionReceipt({ hash });
    if (status !== "success")
      throw new DevnetError(
        { code: "DEPLOY_FAILED", reason: "VESTING_REVERTED" },
        `The vesting contract couldn't be deployed and filled: ${hash} reverted.`,
      );
  }
  return vesting;
}
