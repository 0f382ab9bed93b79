import { type Address, getAddress, getContract, type Hex, parseEventLogs, zeroAddress } from "viem";
import { deployContract, waitForTransactionReceipt } from "viem/actions";
import {
  tokenVestingNoStakingAbi,
  tokenVestingNoStakingArtifact,
  tokenVestingStakingAbi,
  tokenVestingStakingArtifact,
} from "../../../src/index.ts";
import { account } from "../../support/chain.ts";
import type { TestNetwork } from "../../support/network.ts";

export const DAY = 86_400n;
export const YEAR = 365n * DAY;
/** Accounts of the roles; 4 runs pools, 6 is a stranger. */
export const BENEFICIARY = 7;
export const REVOKER = 8;
export const REWARDS = 9;
export const STRANGER = 6;
export const [beneficiary, revoker, rewardsAddress, stranger] = [BENEFICIARY, REVOKER, REWARDS, STRANGER].map(
  (index) => account(index).address,
) as [Address, Address, Address, Address];

export type VestingOptions = {
  /** Base units minted to the contract. */
  readonly allocation: bigint;
  /** Default true. */
  readonly revocable?: boolean;
  /** Default false. */
  readonly transferable?: boolean;
};

const revokerOf = ({ revocable = true }: VestingOptions): Address => (revocable ? revoker : zeroAddress);

async function create(network: TestNetwork, hash: Promise<Hex>, allocation: bigint): Promise<Address> {
  const { contractAddress } = await waitForTransactionReceipt(network.chain.client, { hash: await hash });
  if (contractAddress == null) throw new Error("No contract was created.");
  await network.token.write.bridgeMint([contractAddress, allocation]);
  return getAddress(contractAddress);
}

export type StakingVesting = Awaited<ReturnType<typeof deployStaking>>;

/** A stakeable vesting with its allocation. It ends `end` seconds from now. */
export async function deployStaking(network: TestNetwork, end: bigint, options: VestingOptions) {
  const { addresses, chain } = network;
  const endTime = (await chain.now()) + end;
  const args = [
    addresses.serviceNodeRewards,
    addresses.serviceNodeContributionFactory,
    beneficiary,
    revokerOf(options),
    options.transferable ?? false,
    endTime,
  ] as const;
  const hash = deployContract(chain.wallet(0), { ...tokenVestingStakingArtifact, args });
  const address = await create(network, hash, options.allocation);
  const as = (index: number) =>
    getContract({
      abi: tokenVestingStakingAbi,
      address,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  return {
    address,
    end: endTime,
    as,
    read: as(0).read,
    balance: () => network.balanceOf(address),
    async eventsOf(hash: Hex) {
      const { logs } = await chain.client.getTransactionReceipt({ hash });
      return parseEventLogs({ abi: tokenVestingStakingAbi, logs, strict: true })
        .filter((log) => log.address.toLowerCase() === address.toLowerCase())
        .map(({ eventName, args }) => ({ eventName, args }));
    },
  };
}

/** Stakes a solo node from a vesting. @returns its id */
export async function stakeSolo(network: TestNetwork, vesting: StakingVesting, keyIndex: number): Promise<number> {
  const { key, args } = network.registration(keyIndex, vesting.address);
  const [pubkey, pop, params] = args;
  await vesting.as(BENEFICIARY).write.addBLSPublicKey([pubkey, pop, params, rewardsAddress, 2n ** 64n]);
  const id = await network.rewards.read.nodeIdByBlsKey([key.affine]);
  network.keys.set(id, key);
  return id;
}

/** A linear vesting with its allocation: cliff and end in seconds from now. */
export async function deployLinear(network: TestNetwork, cliff: bigint, end: bigint, options: VestingOptions) {
  const { addresses, chain } = network;
  const now = await chain.now();
  const args = [
    addresses.seshL2,
    beneficiary,
    revokerOf(options),
    options.transferable ?? false,
    now + cliff,
    now + end,
  ] as const;
  const hash = deployContract(chain.wallet(0), { ...tokenVestingNoStakingArtifact, args });
  const address = await create(network, hash, options.allocation);
  const as = (index: number) =>
    getContract({
      abi: tokenVestingNoStakingAbi,
      address,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  return { address, cliff: now + cliff, end: now + end, as, read: as(0).read };
}
