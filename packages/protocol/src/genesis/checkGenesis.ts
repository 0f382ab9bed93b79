import { bytesToHex } from "@noble/hashes/utils.js";
import type { Genesis, GenesisNode } from "../genesis.ts";
import { MAX_CONTRIBUTORS } from "../types/l2Event.ts";
import { MAX_BASE_UNITS, MAX_NODE_ID, MAX_TIME, MAX_VALIDATORS } from "../types/primitive.ts";
import { GenesisError } from "./errors.ts";

/**
 * Refuses a genesis no chain could run from.
 *
 * @throws {GenesisError} with every code but those of parsing
 */
export function checkGenesis(genesis: Genesis): void {
  const { nodes, balances } = genesis;
  const ranges: readonly (readonly [string, boolean])[] = [
    ["time", Number.isSafeInteger(genesis.time) && genesis.time >= 0 && genesis.time <= MAX_TIME],
    ["l2.number", Number.isSafeInteger(genesis.l2.number) && genesis.l2.number >= 0],
    ["chainId", genesis.chainId > 0n && genesis.chainId < 1n << 256n],
    ["setVersion", genesis.setVersion >= 0n && genesis.setVersion < 1n << 256n],
    ["stakingRequirement", genesis.stakingRequirement > 0n && genesis.stakingRequirement <= MAX_BASE_UNITS],
    ["poolReleased", genesis.poolReleased >= 0n && genesis.poolReleased <= MAX_BASE_UNITS],
    ["rewardRate", genesis.rewardRate >= 0n && genesis.rewardRate <= MAX_BASE_UNITS],
    ["maxContributors", isIntegerIn(genesis.maxContributors, 1, MAX_CONTRIBUTORS)],
    ["nodes", nodes.length <= MAX_VALIDATORS],
  ];
  const outOfRange = ranges.find(([, isGood]) => !isGood);
  if (outOfRange !== undefined) throw new GenesisError({ code: "GENESIS_VALUE_OUT_OF_RANGE", field: outOfRange[0] });
  if (nodes.length === 0)
    throw new GenesisError({ code: "GENESIS_NO_NODES" }, "a network needs at least one seeded node to make blocks");
  checkNodes(nodes);
  checkBalances(balances);
}

function checkNodes(nodes: readonly GenesisNode[]): void {
  const blsKeys = new Set<string>();
  const ed25519Keys = new Set<string>();
  let previous = 0;
  for (const node of nodes) {
    if (!isIntegerIn(node.id, previous + 1, MAX_NODE_ID))
      throw new GenesisError({ code: "GENESIS_NODE_ORDER", node: node.id }, `node ${node.id} follows ${previous}`);
    previous = node.id;
    const reason = findNodeFault(node);
    if (reason !== undefined) throw new GenesisError({ code: "GENESIS_NODE_INVALID", node: node.id, reason }, reason);
    claimKey(blsKeys, node.blsKey, { code: "GENESIS_DUPLICATE_KEY", node: node.id, key: "bls" });
    claimKey(ed25519Keys, node.ed25519Key, { code: "GENESIS_DUPLICATE_KEY", node: node.id, key: "ed25519" });
  }
}

function claimKey(keys: Set<string>, key: Uint8Array, fault: GenesisError["detail"]): void {
  const hex = bytesToHex(key);
  if (keys.has(hex)) throw new GenesisError(fault);
  keys.add(hex);
}

function findNodeFault(node: GenesisNode): string | undefined {
  const [operator] = node.contributors;
  if (operator === undefined || node.contributors.length > MAX_CONTRIBUTORS) return "1 to 16 contributors";
  if (bytesToHex(operator.staker) !== bytesToHex(node.operator)) return "contributors[0] must be the operator";
  if (node.contributors.some(({ amount }) => amount <= 0n || amount > MAX_BASE_UNITS)) return "stakes above zero";
  if (!isIntegerIn(node.feeBps, 0, 10_000)) return "a fee of at most 10,000 bps";
  return undefined;
}

function checkBalances(balances: Genesis["balances"]): void {
  const seen = new Set<string>();
  let sum = 0n;
  for (const [index, { address, amount }] of balances.entries()) {
    const hex = bytesToHex(address);
    const isBad = amount <= 0n || seen.has(hex);
    seen.add(hex);
    sum += amount;
    if (isBad || sum > MAX_BASE_UNITS)
      throw new GenesisError(
        { code: "GENESIS_BALANCE_INVALID", index, reason: "positive amounts in range, one for each address" },
        `balance ${index} of 0x${hex}`,
      );
  }
}

function isIntegerIn(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
