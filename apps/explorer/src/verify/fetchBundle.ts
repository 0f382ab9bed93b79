import { createNodeClient, type NodeClient, SdkError } from "@session/sdk";
import { BUNDLE_FORMAT, type BundleClaim, bundleSchema, type CheckpointBundle, type Hex } from "./bundle.ts";
import type { ContractReader } from "./contractReader.ts";
import { findSetBlock } from "./findSetBlock.ts";

/** What is to be verified: a checkpoint, or a claim against the newest certified one. */
export type Question =
  | { readonly kind: "checkpoint"; readonly height: number }
  | { readonly kind: "rewards"; readonly address: Hex }
  | { readonly kind: "exit" | "liquidation"; readonly nodeId: number };

export type FetchModules = {
  readonly contract: ContractReader;
  /** Public node APIs; the first that answers is taken for everything. */
  readonly nodeApis: readonly string[];
  /** L2 block the contract took the checkpoint in, where somebody said so; only a hint where to look. */
  readonly acceptedAt?: bigint;
};

/** Why nothing can be verified. `NO_CERTIFICATE`: too few have signed, or this node didn't keep it. */
export class FetchBundleError extends Error {
  readonly code: "NO_NODE_API" | "NO_CERTIFICATE" | "NO_EXIT" | "NO_LIQUIDATION";

  constructor(code: FetchBundleError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

type Certified = Pick<CheckpointBundle, "checkpoint" | "certificate" | "header" | "claim"> & { readonly node: string };

/**
 * Collects a bundle straight from a node's API and the contract.
 *
 * @throws SdkError API_UNREACHABLE, API_PROBLEM, API_MALFORMED; FetchBundleError; what viem throws when the RPC fails
 */
export async function fetchBundle(modules: FetchModules, question: Question): Promise<CheckpointBundle> {
  const certified = await fromAnyNode(modules.nodeApis, question);
  const contract = await readContract(modules, certified);
  const { contract: reader } = modules;
  const latest = BigInt(contract.storedRootBlock);
  const [chainId, digest] = await Promise.all([reader.chainId(), reader.digestOf(certified.checkpoint, latest)]);
  const { node, ...content } = certified;
  return bundleSchema.parse({
    format: BUNDLE_FORMAT,
    network: { chainId: String(chainId), contract: reader.address },
    ...content,
    digest,
    contract,
    sources: { rpc: reader.url, node, readAt: new Date().toISOString() },
  });
}

async function fromAnyNode(urls: readonly string[], question: Question): Promise<Certified> {
  let last: unknown = new FetchBundleError("NO_NODE_API", "The network names no public node API.");
  for (const url of urls) {
    const client = createNodeClient({ url, fetch: (...input) => globalThis.fetch(...input) });
    try {
      return { ...(await fromNode(client, question)), node: url };
    } catch (error) {
      last = error;
      // What one node knows nothing of, no other knows of either.
      if (isAboutNetwork(error)) throw error;
    }
  }
  throw last;
}

/** True of what is so on the whole network, whichever node is asked. */
function isAboutNetwork(error: unknown): boolean {
  if (error instanceof FetchBundleError) return error.code !== "NO_CERTIFICATE";
  return error instanceof SdkError && error.detail.code === "API_PROBLEM";
}

async function fromNode(node: NodeClient, question: Question): Promise<Omit<Certified, "node">> {
  const { checkpoint, certificate, claim } = await askFor(node, question);
  const [block, { genesisHash }] = await Promise.all([node.getBlock(checkpoint.height), node.getParams()]);
  const { height, time, blockHash, claimsRoot } = checkpoint as CheckpointBundle["checkpoint"];
  return {
    checkpoint: { height, time, blockHash, claimsRoot },
    certificate: certificate as CheckpointBundle["certificate"],
    header: { ...block, genesisHash } as CheckpointBundle["header"],
    claim,
  };
}

async function askFor(node: NodeClient, question: Question) {
  if (question.kind === "checkpoint") {
    const checkpoint = await node.getCheckpoint(question.height);
    if (checkpoint.certificate !== null) return { checkpoint, certificate: checkpoint.certificate, claim: null };
    const message = `${node.url} has no certificate of checkpoint ${question.height}.`;
    throw new FetchBundleError("NO_CERTIFICATE", message);
  }
  if (question.kind === "rewards") {
    const { checkpoint, certificate, recipient, lifetimeRewards, proof } = await node.getClaim(question.address);
    const subject = BigInt(recipient).toString();
    return { checkpoint, certificate, claim: { kind: 1, subject, value: lifetimeRewards, proof } as BundleClaim };
  }
  const found = await node.findExit(question.nodeId);
  if (found === undefined)
    throw new FetchBundleError("NO_EXIT", `Node ${question.nodeId} isn't one the network has let go.`);
  const { id, checkpoint, certificate, exit, liquidation } = found;
  const leaf = question.kind === "exit" ? exit : liquidation;
  if (leaf === null) throw new FetchBundleError("NO_LIQUIDATION", `Node ${id} can't be liquidated yet.`);
  const kind = question.kind === "exit" ? 2 : 3;
  const claim = { kind, subject: String(id), value: String(leaf.lockedUntil), proof: leaf.proof } as BundleClaim;
  return { checkpoint, certificate, claim };
}

async function readContract(
  { contract, acceptedAt }: FetchModules,
  { checkpoint, certificate, header }: Certified,
): Promise<CheckpointBundle["contract"]> {
  const latest = await contract.latestBlock();
  const hints = [BigInt(header.l2Number), ...(acceptedAt === undefined ? [] : [acceptedAt - 1n, acceptedAt])];
  const block = await findSetBlock((at) => contract.setVersionAt(at), BigInt(certificate.setVersion), {
    latest,
    hints,
  });
  const [set, root] = await Promise.all([
    block === undefined ? readKeys(contract, certificate, latest) : readSet(contract, block),
    contract.rootAt(checkpoint.height, latest),
  ]);
  const isKept = root !== undefined && BigInt(root) !== 0n;
  // The contract keeps the last 64: an older one is looked up in the block that took it.
  const past = isKept || acceptedAt === undefined ? undefined : await contract.rootAt(checkpoint.height, acceptedAt);
  return {
    ...set,
    storedRoot: past ?? root ?? `0x${"00".repeat(32)}`,
    storedRootBlock: String(past === undefined || acceptedAt === undefined ? latest : acceptedAt),
  };
}

type ContractSet = Omit<CheckpointBundle["contract"], "storedRoot" | "storedRootBlock">;

async function readSet(contract: ContractReader, block: bigint): Promise<ContractSet> {
  const [setVersion, aggregateKey, absenteeCap, nodes] = await Promise.all([
    contract.setVersionAt(block),
    contract.aggregateKeyAt(block),
    contract.absenteeCapAt(block),
    contract.nodesAt(block),
  ]);
  const numbers = { l2Block: String(block), setVersion: String(setVersion ?? 0n), absenteeCap: String(absenteeCap) };
  return { ...numbers, aggregateKey, nodes };
}

/** Where no state of the set is left: the keys of those the certificate names, whose sum then proves no whole. */
async function readKeys(
  contract: ContractReader,
  { signed, absent }: CheckpointBundle["certificate"],
  latest: bigint,
): Promise<ContractSet> {
  const ids = [...signed, ...absent].sort((a, b) => a - b);
  const [setVersion, absenteeCap, ...keys] = await Promise.all([
    contract.setVersionAt(latest),
    contract.absenteeCapAt(latest),
    ...ids.map((id) => contract.keyOf(id, latest)),
  ]);
  return {
    l2Block: String(latest),
    setVersion: String(setVersion ?? 0n),
    absenteeCap: String(absenteeCap),
    aggregateKey: null,
    nodes: ids.map((id, i) => ({ id, key: keys[i] ?? "0x" })),
  };
}
