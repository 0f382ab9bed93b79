import { checkpointDigest, toEip2537Signature } from "@session/bls";
import { blst } from "@session/bls/blst";
import { type ContractAddresses, serviceNodeRewardsAbi } from "@session/contracts";
import { deployContracts } from "@session/contracts/deploy";
import { type ClaimLeaf, ClaimsTree, encodeNonSigners } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import { type PreparedRegistration, prepareRegistration, type Wallet } from "@session/sdk";
import { type Anvil, devAccounts, startAnvil } from "@session/testing";
import {
  type Abi,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  hexToBigInt,
  http,
  toHex,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

export const SESH = 10n ** 9n;
export const STAKE = 25_000n * SESH;
const account = (index: 0 | 1 | 2 | 3): PrivateKeyAccount => privateKeyToAccount(devAccounts[index].privateKey);
export const people = { deployer: account(0), operator: account(1), second: account(2), stranger: account(3) } as const;

/** Deployed contracts on a chain of their own, with nodes 1 to `seeds` of the test keys. */
export type TestChain = {
  readonly anvil: Anvil;
  readonly addresses: ContractAddresses;
  readonly startBlock: bigint;
  readonly client: Wallet["publicClient"];
  wallet(account: PrivateKeyAccount): Wallet;
  /** A mined transaction that must not revert. */
  send(
    account: PrivateKeyAccount,
    call: { address: Hex; abi: Abi; functionName: string; args: readonly unknown[] },
  ): Promise<void>;
  registration(name: number, owner: PrivateKeyAccount): PreparedRegistration;
  /** Moves the chain's time on by so many seconds, and mines a block. */
  pass(seconds: number): Promise<void>;
};

export async function startChain(seeds: number): Promise<TestChain> {
  const anvil = await startAnvil();
  const { chainId } = anvil;
  const prepare = (name: number, owner: { address: Hex }, contract: Hex) => {
    const keys = nodeKeys(blst, name);
    return prepareRegistration({
      ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey },
      ...{ operator: owner.address, chainId: BigInt(chainId), contract },
    });
  };
  const { deployer } = people;
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl: anvil.url, chainId, deployer, owner: deployer, guardian: deployer.address, preset: "devnet" },
    ...{ mineOnDemand: true, poolFunding: 40_000_000n * SESH },
    mint: Object.values(people).map(({ address }) => ({ to: address, amount: 1_000_000n * SESH })),
    seeds: ({ verifyingContract }) =>
      Array.from({ length: seeds }, (_, index) => {
        const { blsPubkey, proofOfPossession: pop, ed25519Pubkey } = prepare(index + 1, deployer, verifyingContract);
        return { blsPubkey, pop, ed25519Pubkey, operator: deployer.address };
      }),
  });
  const chain = defineChain({
    ...{ id: chainId, name: "test", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 } },
    rpcUrls: { default: { http: [anvil.url] } },
  });
  const transport = http();
  const client = createPublicClient({ chain, transport, pollingInterval: 50 });
  const wallet = (owner: PrivateKeyAccount): Wallet => ({
    publicClient: client,
    walletClient: createWalletClient({ chain, transport, account: owner }),
  });
  return {
    ...{ anvil, addresses, startBlock, client, wallet },
    registration: (name, owner) => prepare(name, owner, addresses.serviceNodeRewards),
    send: async (owner, call) => {
      const hash = await wallet(owner).walletClient.writeContract({ ...call, chain, account: owner } as never);
      const { status } = await client.waitForTransactionReceipt({ hash });
      if (status !== "success") throw new Error(`${call.functionName} reverted`);
    },
    pass: async (seconds) => {
      await anvil.request("evm_increaseTime", [seconds]);
      await anvil.request("evm_mine");
    },
  };
}

/** What `ServiceNodeParams` are of a prepared registration. */
export function paramsOf({ ed25519Pubkey, ed25519Signature }: PreparedRegistration, feeBps: number) {
  const signature = ed25519Signature.slice(2);
  return {
    ed25519Pubkey: hexToBigInt(ed25519Pubkey),
    ed25519Signature0: hexToBigInt(`0x${signature.slice(0, 64)}`),
    ed25519Signature1: hexToBigInt(`0x${signature.slice(64)}`),
    feeBps,
  };
}

/** Posts a checkpoint of these leaves, signed by all of `signers` (test keys by contract id); answers proofs of its leaves. */
export async function submitCheckpoint(
  chain: TestChain,
  height: number,
  leaves: readonly ClaimLeaf[],
  signers: ReadonlyMap<number, number>,
): Promise<(leaf: ClaimLeaf) => readonly Hex[]> {
  await chain.pass(20);
  const { timestamp } = await chain.client.getBlock();
  const tree = new ClaimsTree(leaves);
  const rewards = { address: chain.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  const blockHash = new Uint8Array(32).fill(height);
  const digest = checkpointDigest(
    { height: BigInt(height), time: timestamp, blockHash, claimsRoot: tree.root },
    { chainId: BigInt(chain.anvil.chainId), verifyingContract: rewards.address },
  );
  const signatures = [...signers.values()].map((name) => blst.sign(nodeKeys(blst, name).blsSecretKey, digest));
  const checkpoint = {
    height: BigInt(height),
    time: timestamp,
    blockHash: toHex(blockHash),
    claimsRoot: toHex(tree.root),
  };
  const setVersion = await chain.client.readContract({ ...rewards, functionName: "setVersion" });
  const nonSigners = toHex(encodeNonSigners([...signers.keys()], signers.keys()));
  const signature = toHex(toEip2537Signature(blst.aggregateSignatures(signatures)));
  const args = [checkpoint, signature, nonSigners, setVersion];
  await chain.send(people.stranger, { ...rewards, functionName: "submitCheckpoint", args });
  return ({ kind, subject }) => (tree.proofOf(kind, subject)?.proof ?? []).map((hash) => toHex(hash));
}
