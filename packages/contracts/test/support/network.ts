import { type Address, encodeFunctionData, getContract, type Hex, hashTypedData, keccak256, toHex } from "viem";
import { type DeployContractsParameters, deployContracts, type SeedParameters } from "../../src/deploy/index.ts";
import { rewardRatePoolAbi, serviceNodeRewardsAbi, seshL2Abi } from "../../src/index.ts";
import { encodeNonSigners, sign, signAll, type TestKey, testKey } from "../bls/support/blsKeys.ts";
import { account, createChain, type TestChain } from "./chain.ts";
import { type ClaimsTree, claimsTree } from "./claimsTree.ts";

export const SESH = 1_000_000_000n;
export const REQUIREMENT = 25_000n * SESH;
/** Account that owns the contracts, and the one that guards them. The deployer is 0. */
export const OWNER = 1;
export const GUARDIAN = 2;
/** Operator of the seeded nodes unless a test says otherwise. */
export const OPERATOR = 3;

export type Contributor = { staker: Address; beneficiary: Address; amount: bigint };
export type Checkpoint = { height: bigint; time: bigint; blockHash: Hex; claimsRoot: Hex };

export type NetworkOptions = Partial<
  Pick<DeployContractsParameters, "preset" | "poolFunding" | "stakingRequirement" | "mint">
> & {
  readonly chainId?: number;
  /** Number of seeded nodes. */
  readonly nodes?: number;
  /** What seed number `index` has beside its key. */
  readonly seedOf?: (index: number) => Partial<SeedParameters>;
  /** Contracts that own the network's, deployed first. Default: the account `OWNER`. */
  readonly owners?: (chain: TestChain) => Promise<{ readonly owner: Address; readonly upgradeOwner: Address }>;
  /** Called with the contract deployed and still empty. */
  readonly beforeSeeding?: (chain: TestChain, serviceNodeRewards: Address) => Promise<void>;
};

/** ed25519 key of test node number `index`: any 32 bytes, the contract can't check more. */
export const ed25519Of = (index: number): Hex => keccak256(toHex(`ed25519 ${index}`));

const domainOf = (chainId: bigint | number, verifyingContract: Address) => ({
  name: "Session Network",
  version: "1",
  chainId: Number(chainId),
  verifyingContract,
});

/** The digest by viem's own EIP-712, not by the code under test. */
export function possessionDigest(
  domain: { chainId: bigint | number; verifyingContract: Address },
  key: TestKey,
  operator: Address,
  ed25519Pubkey: Hex,
): Hex {
  return hashTypedData({
    domain: domainOf(domain.chainId, domain.verifyingContract),
    types: {
      ProofOfPossession: [
        { name: "blsKeyHash", type: "bytes32" },
        { name: "operator", type: "address" },
        { name: "ed25519Pubkey", type: "uint256" },
      ],
    },
    primaryType: "ProofOfPossession",
    message: { blsKeyHash: keccak256(key.affine), operator, ed25519Pubkey: BigInt(ed25519Pubkey) },
  });
}

export function digestOf(chainId: number, verifyingContract: Address, message: Checkpoint): Hex {
  return hashTypedData({
    domain: domainOf(chainId, verifyingContract),
    types: {
      Checkpoint: [
        { name: "height", type: "uint64" },
        { name: "time", type: "uint64" },
        { name: "blockHash", type: "bytes32" },
        { name: "claimsRoot", type: "bytes32" },
      ],
    },
    primaryType: "Checkpoint",
    message,
  });
}

export type TestNetwork = Awaited<ReturnType<typeof startNetwork>>;

/** A chain with the contracts deployed, nodes seeded, started and handed over: the way a real network begins. */
export async function startNetwork(options: NetworkOptions = {}) {
  const chain = await createChain(options.chainId);
  const keys = new Map<number, TestKey>();
  const seeds = Array.from({ length: options.nodes ?? 4 }, (_, index) => ({ index, ...options.seedOf?.(index) }));
  const { addresses, startBlock } = await deployContracts({
    transport: chain.transport,
    chainId: chain.chainId,
    deployer: account(0),
    owner: account(OWNER),
    ...(await options.owners?.(chain)),
    guardian: account(GUARDIAN).address,
    preset: options.preset ?? "devnet",
    stakingRequirement: options.stakingRequirement ?? REQUIREMENT,
    poolFunding: options.poolFunding ?? 1_000_000n * SESH,
    mint: options.mint ?? [4, 5, 6, 7].map((index) => ({ to: account(index).address, amount: 1_000_000n * SESH })),
    pollingMs: 1,
    seeds: async (domain) => {
      await options.beforeSeeding?.(chain, domain.verifyingContract);
      return seeds.map(({ index, ...given }) => {
        const key = testKey(index);
        keys.set(index + 1, key);
        const operator = given.operator ?? given.contributors?.[0]?.staker ?? account(OPERATOR).address;
        const ed25519Pubkey = given.ed25519Pubkey ?? ed25519Of(index);
        const pop = sign(key, possessionDigest(domain, key, operator, ed25519Pubkey));
        return { blsPubkey: key.pubkey, pop, ed25519Pubkey, operator, ...given };
      });
    },
  });
  return bindNetwork(chain, addresses, startBlock, keys);
}

type Addresses = Awaited<ReturnType<typeof deployContracts>>["addresses"];

function bindNetwork(chain: TestChain, addresses: Addresses, startBlock: bigint, keys: Map<number, TestKey>) {
  const rewardsAs = (index: number) =>
    getContract({
      abi: serviceNodeRewardsAbi,
      address: addresses.serviceNodeRewards,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  const poolAs = (index: number) =>
    getContract({
      abi: rewardRatePoolAbi,
      address: addresses.rewardRatePool,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  const tokenAs = (index: number) =>
    getContract({
      abi: seshL2Abi,
      address: addresses.seshL2,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  const rewards = rewardsAs(0);

  /** Certificate of all active nodes but the absent ones. */
  async function certify(checkpoint: Checkpoint, absent: readonly number[] = []) {
    const digest = digestOf(chain.chainId, addresses.serviceNodeRewards, checkpoint);
    const signers = [...keys].filter(([id]) => !absent.includes(id)).map(([, key]) => key);
    return {
      signature: signAll(signers, digest),
      nonSigners: encodeNonSigners(absent),
      setVersion: await rewards.read.setVersion(),
    };
  }

  /** A checkpoint of these leaves, its time that of the latest block. */
  async function checkpointOf(height: bigint, tree: ClaimsTree): Promise<Checkpoint> {
    return { height, time: await chain.now(), blockHash: keccak256(toHex(`block ${height}`)), claimsRoot: tree.root };
  }

  return {
    chain,
    addresses,
    startBlock,
    /** BLS keys of the active nodes by id; tests keep it up to date. */
    keys,
    rewards,
    rewardsAs,
    poolAs,
    tokenAs,
    pool: poolAs(0),
    token: tokenAs(0),
    certify,
    checkpointOf,
    /** Has a checkpoint of these leaves accepted, with all nodes' signatures. */
    async checkpoint(height: bigint, leaves: Parameters<typeof claimsTree>[0], absent: readonly number[] = []) {
      const tree = claimsTree(leaves);
      const checkpoint = await checkpointOf(height, tree);
      const { signature, nonSigners, setVersion } = await certify(checkpoint, absent);
      const hash = await rewards.write.submitCheckpoint([checkpoint, signature, nonSigners, setVersion]);
      return { tree, checkpoint, hash };
    },
    /** Arguments of a registration whose proof is right. */
    registration(keyIndex: number, operator: Address, contributors: readonly Contributor[] = [], feeBps = 1_000) {
      const key = testKey(keyIndex);
      const ed25519Pubkey = ed25519Of(keyIndex);
      const domain = { chainId: chain.chainId, verifyingContract: addresses.serviceNodeRewards };
      const pop = sign(key, possessionDigest(domain, key, operator, ed25519Pubkey));
      const params = { ed25519Pubkey: BigInt(ed25519Pubkey), ed25519Signature0: 1n, ed25519Signature1: 2n, feeBps };
      return { key, args: [key.pubkey, pop, params, contributors] as const };
    },
    /** Registers a solo node as an account and remembers its key. @returns its id */
    async registerSolo(keyIndex: number, accountIndex: number): Promise<number> {
      const { key, args } = this.registration(keyIndex, account(accountIndex).address);
      await tokenAs(accountIndex).write.approve([addresses.serviceNodeRewards, REQUIREMENT]);
      await rewardsAs(accountIndex).write.addBLSPublicKey(args);
      const id = await rewards.read.nodeIdByBlsKey([key.affine]);
      keys.set(id, key);
      return id;
    },
    /** Asks for a node's exit as an address nobody has the key of. */
    requestExitAs: (staker: Address, id: number) =>
      chain.impersonate(staker, async () => {
        const data = encodeFunctionData({
          abi: serviceNodeRewardsAbi,
          functionName: "initiateExitBLSPublicKey",
          args: [id],
        });
        const transaction = { from: staker, to: addresses.serviceNodeRewards, data, gas: "0x493e0" };
        return (await chain.request("eth_sendTransaction", [transaction])) as Hex;
      }),
    balanceOf: (address: Address) => tokenAs(0).read.balanceOf([address]),
  };
}
