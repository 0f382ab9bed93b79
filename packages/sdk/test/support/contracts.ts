import { checkpointDigest, toEip2537Signature } from "@session/bls";
import { blst } from "@session/bls/blst";
import type { ContractAddresses } from "@session/contracts";
import { deployContracts } from "@session/contracts/deploy";
import { ClaimKind, type ClaimLeaf, ClaimsTree, encodeNonSigners } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import { type Anvil, devAccounts, startAnvil } from "@session/testing";
import { createPublicClient, createWalletClient, defineChain, hexToBigInt, http, toHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { prepareRegistration, type Wallet } from "../../src/index.ts";

export const SESH = 10n ** 9n;
export const STAKE = 25_000n * SESH;
/** Well-known development accounts. */
export const [deployer, operator, poor] = [0, 1, 2].map((index) =>
  privateKeyToAccount(devAccounts[index as 0].privateKey),
) as [PrivateKeyAccount, PrivateKeyAccount, PrivateKeyAccount];

/** Deployed contracts on a chain of their own, with nodes 1 to `seeds` of the test keys. */
export type TestContracts = {
  readonly anvil: Anvil;
  readonly addresses: ContractAddresses;
  readonly startBlock: bigint;
  wallet(account?: PrivateKeyAccount): Wallet;
  /** Moves the chain's time on by so many seconds, and mines a block. */
  pass(seconds: number): Promise<void>;
};

export async function startContracts(seeds: number): Promise<TestContracts> {
  const anvil = await startAnvil();
  const { chainId } = anvil;
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl: anvil.url, chainId, deployer, owner: deployer, preset: "devnet", mineOnDemand: true },
    poolFunding: 40_000_000n * SESH,
    mint: [
      { to: deployer.address, amount: 1_000_000n * SESH },
      { to: operator.address, amount: 1_000_000n * SESH },
    ],
    seeds: ({ verifyingContract }) =>
      Array.from({ length: seeds }, (_, index) => {
        const prepared = registrationOf(index + 1, deployer, { chainId, contract: verifyingContract });
        const { blsPubkey, proofOfPossession: pop, ed25519Pubkey } = prepared;
        return { blsPubkey, pop, ed25519Pubkey, operator: deployer.address };
      }),
  });
  const chain = defineChain({
    ...{ id: chainId, name: "test", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 } },
    rpcUrls: { default: { http: [anvil.url] } },
  });
  const transport = http();
  const wallet = (account = deployer): Wallet => ({
    publicClient: createPublicClient({ chain, transport, pollingInterval: 50 }),
    walletClient: createWalletClient({ chain, transport, account }),
  });
  const pass = async (seconds: number) => {
    await anvil.request("evm_increaseTime", [seconds]);
    await anvil.request("evm_mine");
  };
  return { anvil, addresses, startBlock, wallet, pass };
}

export function registrationOf(name: number, owner: { address: `0x${string}` }, domain: Domain) {
  const keys = nodeKeys(blst, name);
  return prepareRegistration({
    ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey },
    ...{ operator: owner.address, chainId: BigInt(domain.chainId), contract: domain.contract },
  });
}
type Domain = { readonly chainId: number | bigint; readonly contract: `0x${string}` };

export const rewardsLeaf = (address: `0x${string}`, value: bigint): ClaimLeaf => ({
  kind: ClaimKind.rewards,
  subject: hexToBigInt(address),
  value,
});
export const exitLeaf = (id: number, lockedUntil = 0n): ClaimLeaf => ({
  kind: ClaimKind.exit,
  subject: BigInt(id),
  value: lockedUntil,
});
export const liquidationLeaf = (id: number, lockedUntil = 0n): ClaimLeaf => ({
  kind: ClaimKind.liquidation,
  subject: BigInt(id),
  value: lockedUntil,
});

/** A checkpoint of the given leaves, signed by nodes with the test keys of their ids. */
export class SignedCheckpoint {
  readonly checkpoint: { height: number; time: number; blockHash: `0x${string}`; claimsRoot: `0x${string}` };
  readonly #tree: ClaimsTree;
  readonly #digest: Uint8Array;

  constructor(contracts: TestContracts, place: { height: number; time: number }, leaves: readonly ClaimLeaf[]) {
    this.#tree = new ClaimsTree(leaves);
    const blockHash = new Uint8Array(32).fill(place.height);
    this.checkpoint = { ...place, blockHash: toHex(blockHash), claimsRoot: toHex(this.#tree.root) };
    this.#digest = checkpointDigest(
      { height: BigInt(place.height), time: BigInt(place.time), blockHash, claimsRoot: this.#tree.root },
      { chainId: BigInt(contracts.anvil.chainId), verifyingContract: contracts.addresses.serviceNodeRewards },
    );
  }

  /** @param signers - names of their test keys by contract id */
  certificate(
    set: readonly number[],
    setVersion: number,
    signers: ReadonlyMap<number, number> | undefined = undefined,
  ) {
    const names = signers ?? new Map(set.map((id) => [id, id]));
    const signatures = [...names.values()].map((name) => blst.sign(nodeKeys(blst, name).blsSecretKey, this.#digest));
    return {
      signature: toHex(toEip2537Signature(blst.aggregateSignatures(signatures))),
      nonSigners: toHex(encodeNonSigners(set, names.keys())),
      setVersion: String(setVersion),
      signed: [...names.keys()],
      absent: set.filter((id) => !names.has(id)),
    };
  }

  claim(recipient: `0x${string}`) {
    const found = this.#proofOf(ClaimKind.rewards, hexToBigInt(recipient));
    return { checkpoint: this.checkpoint, recipient, lifetimeRewards: found.value.toString(), proof: found.proof };
  }

  exit(id: number) {
    const { value, proof } = this.#proofOf(ClaimKind.exit, BigInt(id));
    const exit = { lockedUntil: Number(value), proof };
    return { id, reason: "voluntary", removedAt: 1, checkpoint: this.checkpoint, exit, liquidation: null };
  }

  /** Of a deregistered node whose grace is over. */
  liquidation(id: number) {
    const { value, proof } = this.#proofOf(ClaimKind.liquidation, BigInt(id));
    return { ...this.exit(id), reason: "deregistered", liquidation: { lockedUntil: Number(value), proof } };
  }

  #proofOf(kind: ClaimLeaf["kind"], subject: bigint) {
    const found = this.#tree.proofOf(kind, subject);
    if (found === undefined) throw new Error(`no leaf ${kind} of ${subject}`);
    return { value: found.value, proof: found.proof.map((hash) => toHex(hash)) };
  }
}
