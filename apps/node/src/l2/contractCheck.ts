import { toAffinePublicKey } from "@session/bls";
import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { createPublicClient, fallback, type Hex, http, type PublicClient, toHex } from "viem";
import { toAddress } from "../api/format.ts";
import { NodeError } from "../errors.ts";

/**
 * Compares the network file with what stands on L2 before anything is followed: the contracts are there, the chain is
 * the one the genesis was made on, and, while the contract's set hasn't changed since, its nodes are the genesis nodes.
 *
 * @throws NodeError CONTRACT_MISMATCH, GENESIS_MISMATCH
 */
export async function checkContracts(network: Network, urls: readonly string[]): Promise<void> {
  const transport = fallback(urls.map((url) => http(url, { batch: true, retryCount: 2 })));
  const client: PublicClient = createPublicClient({ transport });
  const { contracts } = network.genesis;
  const rewards = toAddress(contracts.serviceNodeRewards);
  const pool = toAddress(contracts.rewardRatePool);
  await Promise.all([
    checkContract(client, rewards, () =>
      client.readContract({ address: rewards, abi: serviceNodeRewardsAbi, functionName: "setVersion" }),
    ),
    checkContract(client, pool, () =>
      client.readContract({ address: pool, abi: rewardRatePoolAbi, functionName: "rewardRate" }),
    ),
  ]);
  await checkGenesisBlock(client, network, rewards);
  await checkNodeSet(client, network, rewards);
}

async function checkContract(client: PublicClient, address: Hex, read: () => Promise<unknown>): Promise<void> {
  const mismatch = (what: string, cause?: unknown) =>
    new NodeError(
      { code: "CONTRACT_MISMATCH", address, what },
      `${address} ${what}. Is --network the file of the chain that --l2 serves?`,
      { cause },
    );
  const code = await client.getCode({ address });
  if (code === undefined || code === "0x") throw mismatch("has no contract");
  await read().catch((error: unknown) => {
    throw mismatch("isn't the contract the network file names", error);
  });
}

async function checkGenesisBlock(client: PublicClient, { genesis }: Network, address: Hex): Promise<void> {
  const blockNumber = BigInt(genesis.l2.number);
  const block = await client.getBlock({ blockNumber }).catch(() => undefined);
  const expected = toHex(genesis.l2.hash);
  if (block?.hash === expected) return;
  const found = block?.hash ?? "no such block";
  throw genesisMismatch(address, `L2 block ${blockNumber} of start()`, found, expected);
}

async function checkNodeSet(client: PublicClient, { genesis }: Network, address: Hex): Promise<void> {
  const read = { address, abi: serviceNodeRewardsAbi } as const;
  const [setVersion, count, key] = await Promise.all([
    client.readContract({ ...read, functionName: "setVersion" }),
    client.readContract({ ...read, functionName: "totalNodes" }),
    client.readContract({ ...read, functionName: "aggregatePubkey" }),
  ]);
  if (BigInt(setVersion) !== genesis.setVersion) return;
  if (Number(count) !== genesis.nodes.length)
    throw genesisMismatch(address, "number of nodes", String(count), String(genesis.nodes.length));
  const own = toHex(toAffinePublicKey(blst.aggregatePublicKeys(genesis.nodes.map(({ blsKey }) => blsKey))));
  if (toAffineHex(key) !== own) throw genesisMismatch(address, "aggregate key", toAffineHex(key), own);
}

/** The contract answers the 96 B affine key or its 128 B EIP-2537 form. */
function toAffineHex(key: Hex): Hex {
  if (key.length === 2 + 2 * 96) return key;
  return `0x${key.slice(2 + 32, 2 + 128)}${key.slice(2 + 128 + 32)}`;
}

function genesisMismatch(address: Hex, what: string, found: string, expected: string): NodeError {
  return new NodeError(
    { code: "GENESIS_MISMATCH", address, what, found, expected },
    `${address} differs from the genesis: ${what} is ${found}, expected ${expected}. Use the network file made for this contract.`,
  );
}
