import {
  seshL2Abi,
  tokenVestingNoStakingArtifact,
  tokenVestingStakingAbi,
  tokenVestingStakingArtifact,
} from "@session/contracts";
import { getAddress, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { deployer, type TestContracts } from "./contracts.ts";

export type TestVesting = {
  /** Base units. */
  readonly allocation: bigint;
  /** Seconds from now until it ends. */
  readonly endsIn: number;
  /** Nothing vests before; linear ones only. Seconds from now. */
  readonly cliffIn?: number;
};

/** A vesting for the account, which the deployer may revoke: stakeable or, with a cliff, linear. */
export async function deployVesting(
  contracts: TestContracts,
  beneficiary: PrivateKeyAccount,
  { allocation, endsIn, cliffIn }: TestVesting,
): Promise<Hex> {
  const { addresses } = contracts;
  const { publicClient, walletClient } = contracts.wallet();
  const { timestamp } = await publicClient.getBlock();
  const people = [beneficiary.address, deployer.address, false] as const;
  const end = timestamp + BigInt(endsIn);
  const { seshL2, serviceNodeRewards, serviceNodeContributionFactory } = addresses;
  const hash = await (cliffIn === undefined
    ? walletClient.deployContract({
        ...tokenVestingStakingArtifact,
        args: [serviceNodeRewards, serviceNodeContributionFactory, ...people, end],
      })
    : walletClient.deployContract({
        ...tokenVestingNoStakingArtifact,
        args: [seshL2, ...people, timestamp + BigInt(cliffIn), end],
      }));
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
  if (contractAddress == null) throw new Error("no contract was created");
  const transfer = { address: seshL2, abi: seshL2Abi, functionName: "transfer", args: [contractAddress, allocation] };
  await publicClient.waitForTransactionReceipt({ hash: await walletClient.writeContract(transfer as never) });
  return getAddress(contractAddress);
}

/** Ends the vesting early, by the deployer. */
export async function revokeVesting(contracts: TestContracts, address: Hex): Promise<void> {
  const { publicClient, walletClient } = contracts.wallet();
  const hash = await walletClient.writeContract({ address, abi: tokenVestingStakingAbi, functionName: "revoke" });
  await publicClient.waitForTransactionReceipt({ hash });
}
