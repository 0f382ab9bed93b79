import { type Address, encodeAbiParameters, getContract, type Hex, keccak256, parseEventLogs } from "viem";
import { serviceNodeContributionAbi, serviceNodeContributionFactoryAbi } from "../../../src/index.ts";
import type { TestKey } from "../../bls/support/blsKeys.ts";
import { account } from "../../support/chain.ts";
import { REQUIREMENT, SESH, startNetwork, type TestNetwork } from "../../support/network.ts";

/** PoolState of the contract. */
export const STATE = { waitForOperator: 0, open: 1, waitForFinalized: 2, finalized: 3 } as const;
/** All accounts, the operator of the pools first. */
export const OPERATOR = 4;
export const HOLDERS = [4, 5, 6, 7, 8, 9, 3, 0, 1, 2] as const;

export type Reserved = { contributor: Address; amount: bigint };
export type NodeParams = {
  ed25519Pubkey: bigint;
  ed25519Signature0: bigint;
  ed25519Signature1: bigint;
  feeBps: number;
};
export type PoolOptions = {
  readonly keyIndex?: number;
  readonly operator?: number;
  readonly reserved?: readonly Reserved[];
  readonly manualFinalize?: boolean;
  readonly feeBps?: number;
};
export type TestPool = Awaited<ReturnType<typeof deployPool>>;

/** A network of four nodes whose holders have two million SESH each. */
export const startPoolNetwork = (stakingRequirement = REQUIREMENT): Promise<TestNetwork> =>
  startNetwork({
    nodes: 4,
    stakingRequirement,
    mint: HOLDERS.map((index) => ({ to: account(index).address, amount: 2_000_000n * SESH })),
  });

export const factoryAs = (network: TestNetwork, index: number) =>
  getContract({
    abi: serviceNodeContributionFactoryAbi,
    address: network.addresses.serviceNodeContributionFactory,
    client: { public: network.chain.client, wallet: network.chain.wallet(index) },
  });

export const poolContract = (network: TestNetwork, address: Address, index: number) =>
  getContract({
    abi: serviceNodeContributionAbi,
    address,
    client: { public: network.chain.client, wallet: network.chain.wallet(index) },
  });

/** {@link IServiceNodeContribution-termsHash} by viem's own encoding, not by the code under test. */
export function termsHashOf(terms: {
  readonly key: TestKey;
  readonly params: NodeParams;
  readonly reserved: readonly Reserved[];
  readonly manualFinalize: boolean;
  readonly requirement: bigint;
  readonly resets: bigint;
}): Hex {
  const params = [
    { name: "ed25519Pubkey", type: "uint256" },
    { name: "ed25519Signature0", type: "uint256" },
    { name: "ed25519Signature1", type: "uint256" },
    { name: "feeBps", type: "uint16" },
  ] as const;
  const reserved = [
    { name: "contributor", type: "address" },
    { name: "amount", type: "uint256" },
  ] as const;
  return keccak256(
    encodeAbiParameters(
      [
        { type: "bytes" },
        { type: "tuple", components: params },
        { type: "tuple[]", components: reserved },
        { type: "bool" },
        { type: "uint256" },
        { type: "uint256" },
      ],
      [terms.key.affine, terms.params, terms.reserved, terms.manualFinalize, terms.requirement, terms.resets],
    ),
  );
}

/** What `deploy` and `updatePubkeys` take, with a right proof for the operator. */
export function keysOf(network: TestNetwork, keyIndex: number, operator = OPERATOR, feeBps = 1_000) {
  const { key, args } = network.registration(keyIndex, account(operator).address, [], feeBps);
  const [pubkey, pop, params] = args;
  return { key, params, args: [pubkey, pop, params] as const };
}

/** Deploys a pool and lets every holder approve it. */
export async function deployPool(network: TestNetwork, options: PoolOptions = {}) {
  const { keyIndex = 100, operator = OPERATOR, reserved = [], manualFinalize = false, feeBps = 1_000 } = options;
  const { key, params, args } = keysOf(network, keyIndex, operator, feeBps);
  const hash = await factoryAs(network, operator).write.deploy([...args, [...reserved], manualFinalize]);
  const { logs } = await network.chain.client.getTransactionReceipt({ hash });
  const [deployed] = parseEventLogs({
    abi: serviceNodeContributionFactoryAbi,
    logs,
    eventName: "PoolDeployed",
    strict: true,
  });
  if (deployed === undefined) throw new Error("No PoolDeployed event.");
  const { pool: address } = deployed.args;
  for (const holder of HOLDERS) await network.tokenAs(holder).write.approve([address, 2n ** 255n]);
  return bindPool(network, address, { key, params, hash, event: deployed.args });
}

/** The last contribution registers the node, which takes a million gas to be allowed for. */
const GAS = 3_000_000n;

function bindPool<Deployed extends { key: TestKey; params: NodeParams }>(
  network: TestNetwork,
  address: Address,
  deployed: Deployed,
) {
  const as = (index: number) => poolContract(network, address, index);
  const { read } = as(OPERATOR);
  return {
    ...deployed,
    address,
    as,
    read,
    /** Contributes as an account, for itself unless said otherwise, accepting the terms of now. */
    async contribute(index: number, amount: bigint, beneficiary = account(index).address, terms?: Hex): Promise<Hex> {
      const accepted = terms ?? (await read.termsHash());
      return as(index).write.contributeFunds([amount, beneficiary, accepted], { gas: GAS });
    },
    limits: (index: number) => read.contributionLimits([account(index).address]),
    async eventsOf(hash: Hex) {
      const { logs } = await network.chain.client.getTransactionReceipt({ hash });
      return parseEventLogs({ abi: serviceNodeContributionAbi, logs, strict: true })
        .filter((log) => log.address.toLowerCase() === address.toLowerCase())
        .map(({ eventName, args }) => ({ eventName, args }));
    },
    balance: () => network.balanceOf(address),
  };
}

/** A snapshot taken anew before each test. */
export function restoring(network: () => TestNetwork) {
  let revert: (() => Promise<void>) | undefined;
  return async () => {
    await revert?.();
    revert = await network().chain.snapshot();
  };
}
