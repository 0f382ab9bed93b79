import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { checkpointDigest, toAffinePublicKey, toEip2537Signature } from "@session/bls";
import { noble } from "@session/bls/noble";
import { type BlockHeader, BlockHeaderSsz, ClaimKind, ClaimsTree, encodeNonSigners } from "@session/protocol";
import {
  BUNDLE_FORMAT,
  type BundleClaim,
  bundleSchema,
  type CheckpointBundle,
  type Hex,
} from "../../src/verify/bundle.ts";

const hexOf = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`;
const filled = (byte: number, sizeBytes: number) => new Uint8Array(sizeBytes).fill(byte);

/** Ids in two words of the bitmap, with gaps. */
export const NODE_IDS = [1, 2, 3, 5, 255, 256, 300] as const;
const SECRETS = new Map(NODE_IDS.map((id) => [id as number, noble.deriveSecretKey(filled(id & 0xff, 40))]));
const secretOf = (id: number) => SECRETS.get(id) ?? noble.deriveSecretKey(filled(99, 40));

const CLAIMS = new ClaimsTree([
  { kind: ClaimKind.rewards, subject: 0x1234n, value: 19_439_980_409n },
  { kind: ClaimKind.rewards, subject: (1n << 160n) - 1n, value: 9_007_199_254_740_993n },
  { kind: ClaimKind.exit, subject: 5n, value: 0n },
]);

/** The reward leaf of the address 0x…1234, with its proof. */
export function someClaim(): BundleClaim {
  const found = CLAIMS.proofOf(ClaimKind.rewards, 0x1234n);
  if (found === undefined) throw new Error("the tree lost a leaf");
  return { kind: 1, subject: String(0x1234), value: String(found.value), proof: found.proof.map(hexOf) };
}

export type BundleOptions = { readonly absent?: readonly number[]; readonly claim?: BundleClaim | null };

/** A checkpoint as nodes certify it, made by the code of the network itself: packages/protocol and packages/bls. */
export function makeBundle({ absent = [3, 300], claim = someClaim() }: BundleOptions = {}): CheckpointBundle {
  const header: BlockHeader = {
    version: 1,
    genesisHash: filled(1, 32),
    height: 140,
    time: 1_795_206_238,
    parentHash: filled(2, 32),
    proposer: 3,
    round: 1,
    reveal: Uint8Array.from({ length: 96 }, (_, i) => i),
    l2Number: 301,
    l2Hash: filled(3, 32),
    rewardRate: 22_983_246_555n,
    poolReleased: 1n << 70n,
    bodyRoot: filled(4, 32),
    stateRoot: filled(5, 32),
    claimsRoot: CLAIMS.root,
  };
  const network = { chainId: "31337", contract: `0x${"ab".repeat(20)}` } as const;
  const { height, time } = header;
  const [blockHash, claimsRoot] = [hexOf(BlockHeaderSsz.hashTreeRoot(header)), hexOf(header.claimsRoot)];
  const digest = checkpointDigest(
    { height: BigInt(height), time: BigInt(time), blockHash, claimsRoot },
    { chainId: BigInt(network.chainId), verifyingContract: network.contract },
  );
  const signed = NODE_IDS.filter((id) => !absent.includes(id));
  const signature = noble.aggregateSignatures(signed.map((id) => noble.sign(secretOf(id), digest)));
  const keys = NODE_IDS.map((id) => ({ id, publicKey: noble.publicKeyOf(secretOf(id)) }));
  return bundleSchema.parse({
    format: BUNDLE_FORMAT,
    network,
    header: {
      ...header,
      genesisHash: hexOf(header.genesisHash),
      parentHash: hexOf(header.parentHash),
      reveal: hexOf(header.reveal),
      l2Hash: hexOf(header.l2Hash),
      rewardRate: String(header.rewardRate),
      poolReleased: String(header.poolReleased),
      bodyRoot: hexOf(header.bodyRoot),
      stateRoot: hexOf(header.stateRoot),
      claimsRoot,
    },
    checkpoint: { height, time, blockHash, claimsRoot },
    digest: hexOf(digest),
    certificate: {
      signature: hexOf(toEip2537Signature(signature)),
      nonSigners: hexOf(encodeNonSigners([...NODE_IDS], signed)),
      setVersion: "7",
      signed: [...signed],
      absent: [...absent],
    },
    contract: {
      l2Block: "305",
      setVersion: "7",
      aggregateKey: hexOf(toAffinePublicKey(noble.aggregatePublicKeys(keys.map(({ publicKey }) => publicKey)))),
      absenteeCap: "4000",
      nodes: keys.map(({ id, publicKey }) => ({ id, key: hexOf(toAffinePublicKey(publicKey)) })),
      storedRoot: claimsRoot,
      storedRootBlock: "310",
    },
    claim,
    sources: { rpc: "http://127.0.0.1:8545", node: "http://127.0.0.1:4801", readAt: "2026-11-20T20:00:00.000Z" },
  });
}

/** The same bytes with one bit the other way; bit 0 is the highest of the first byte. */
export function flipBit(hex: Hex, bit: number): Hex {
  const bytes = hexToBytes(hex.slice(2));
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return hexOf(bytes);
}
