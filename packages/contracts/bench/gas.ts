/**
 * `nx run contracts:gas`: gas of every call, as `receipt.gasUsed` of one top-level transaction of an ordinary account,
 * with 2,000 seeded nodes and blst signatures. Prints a table, writes gas.json, ends with the same as one line of JSON,
 * and fails past a ceiling.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { type Address, getContract, type Hex, hexToBytes, keccak256, size, toHex } from "viem";
import { serviceNodeContributionFactoryAbi } from "../src/index.ts";
import { account } from "../test/support/chain.ts";
import { claimsTree, exitLeaf, liquidationLeaf, rewardLeaf } from "../test/support/claimsTree.ts";
import { REQUIREMENT, SESH, startNetwork, type TestNetwork } from "../test/support/network.ts";
import { CALLDATA_CEILING, type CallName, CEILINGS } from "./ceilings.ts";

const NODES = 2_000;
const LATE_NODES = 50;
/** Leaves of a claims tree on a network of this size: proofs of twelve words. */
const RECIPIENTS = 4_000;
const LIFETIME = 100n * SESH;

type Measured = {
  readonly gas: number;
  readonly hash: Hex;
  readonly calldataBytes: number;
  /** Of the calldata, at the fastest level: what Arbitrum charges L1 data by. */
  readonly brotliBytes: number;
  readonly totalNodes: number;
};
const measured = new Map<CallName, Measured>();

async function record(network: TestNetwork, name: CallName, hash: Hex): Promise<void> {
  const [transaction, gas, totalNodes] = await Promise.all([
    network.chain.client.getTransaction({ hash }),
    network.chain.gasUsed(hash),
    network.rewards.read.totalNodes(),
  ]);
  const calldataBytes = size(transaction.input);
  const brotliBytes = brotliSizeOf(transaction.input);
  measured.set(name, { gas: Number(gas), hash, calldataBytes, brotliBytes, totalNodes: Number(totalNodes) });
}

/** Source: Arbitrum's L1 pricing, which compresses each transaction with brotli at its lowest level. */
function brotliSizeOf(input: Hex): number {
  return brotliCompressSync(hexToBytes(input), { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }).length;
}

/** An address nobody has used: number `index`. */
const fresh = (index: number): Address => `0x${keccak256(toHex(`recipient ${index}`)).slice(26)}`;

/** `count` ids spread evenly over the seeded pages. */
const spread = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => 1 + Math.floor((i * NODES) / count));

function rewardsTree(extra: Parameters<typeof claimsTree>[0] = []) {
  return claimsTree([...Array.from({ length: RECIPIENTS }, (_, i) => rewardLeaf(fresh(i), LIFETIME)), ...extra]);
}

async function submitAndClaim(network: TestNetwork, height: bigint, recipient: Address, absent: readonly number[]) {
  await network.chain.pass(120n * height);
  const tree = rewardsTree();
  const checkpoint = await network.checkpointOf(height, tree);
  const { signature, nonSigners, setVersion } = await network.certify(checkpoint, absent);
  const proof = tree.proof(rewardLeaf(recipient, LIFETIME));
  return network
    .rewardsAs(4)
    .write.submitAndClaim([checkpoint, signature, nonSigners, setVersion, recipient, LIFETIME, 2n ** 256n - 1n, proof]);
}

/** All pages and batches together, per node; calldata likewise. The hash is that of the last batch. */
async function measureSeeding(network: TestNetwork): Promise<void> {
  let gas = 0n;
  let bytes = 0;
  let brotli = 0;
  let last: Hex = "0x";
  for (let number = 1n; number < network.startBlock; number++) {
    const block = await network.chain.client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { hash, to, input } of block.transactions)
      if (to === network.addresses.serviceNodeRewards.toLowerCase()) {
        gas += await network.chain.gasUsed(hash);
        bytes += size(input);
        brotli += brotliSizeOf(input);
        last = hash;
      }
  }
  const totalNodes = Number(await network.rewards.read.totalNodes());
  measured.set("seedPerNode", {
    gas: Math.ceil(Number(gas) / NODES),
    hash: last,
    calldataBytes: Math.ceil(bytes / NODES),
    brotliBytes: Math.ceil(brotli / NODES),
    totalNodes,
  });
}

async function measureClaims(network: TestNetwork): Promise<void> {
  await record(network, "submitAndClaim 0", await submitAndClaim(network, 5n, fresh(0), []));
  await record(network, "submitAndClaim 100", await submitAndClaim(network, 10n, fresh(1), spread(100)));
  await record(network, "submitAndClaim 600", await submitAndClaim(network, 15n, fresh(2), spread(600)));
  await network.chain.pass(600n);
  const holder = account(5).address;
  const { tree } = await network.checkpoint(20n, [
    ...Array.from({ length: RECIPIENTS }, (_, i) => rewardLeaf(fresh(i), LIFETIME)),
    rewardLeaf(holder, 2n * LIFETIME),
  ]);
  const claim = (recipient: Address, amount: bigint, lifetime: bigint) =>
    network
      .rewardsAs(4)
      .write.claimRewards([20n, recipient, lifetime, amount, tree.proof(rewardLeaf(recipient, lifetime))]);
  await record(network, "claim fresh", await claim(fresh(3), LIFETIME, LIFETIME));
  // A holder of SESH who claims for the first time: the dearest of its kind.
  await record(network, "claim holder", await claim(holder, LIFETIME, 2n * LIFETIME));
}

async function measureRegistrations(network: TestNetwork): Promise<number[]> {
  const late: number[] = [];
  for (let i = 0; i < LATE_NODES; i++) {
    await network.chain.pass(60);
    late.push(await network.registerSolo(NODES + i, 4));
  }
  await network.tokenAs(4).write.approve([network.addresses.serviceNodeRewards, 2n * REQUIREMENT]);
  await network.chain.pass(60);
  const solo = network.registration(NODES + LATE_NODES, account(4).address);
  await record(network, "register 1", await network.rewardsAs(4).write.addBLSPublicKey(solo.args));
  network.keys.set(await network.rewards.read.nodeIdByBlsKey([solo.key.affine]), solo.key);
  const contributors = Array.from({ length: 10 }, (_, i) => ({
    staker: i === 0 ? account(4).address : fresh(10_000 + i),
    beneficiary: fresh(20_000 + i),
    amount: i === 0 ? REQUIREMENT - 9n * (REQUIREMENT / 13n) : REQUIREMENT / 13n,
  }));
  const ten = network.registration(NODES + LATE_NODES + 1, account(4).address, contributors);
  await record(network, "register 10", await network.rewardsAs(4).write.addBLSPublicKey(ten.args));
  network.keys.set(await network.rewards.read.nodeIdByBlsKey([ten.key.affine]), ten.key);
  return late;
}

/** 100 absentees of whom 50 registered late: as they come, and again with all complete groups of late keys joined. */
async function measureMixed(network: TestNetwork, late: readonly number[]): Promise<void> {
  const absent = [...spread(50), ...late];
  await record(network, "submitAndClaim 100mixed", await submitAndClaim(network, 25n, fresh(4), absent));
  const word = Math.floor((late[0] ?? 0) / 256);
  await record(network, "compactKeys", await network.rewardsAs(5).write.compactKeys([word]));
  await record(network, "submitAndClaim 100grouped", await submitAndClaim(network, 28n, fresh(5), absent));
}

async function measureLeaving(network: TestNetwork, soloId: number): Promise<void> {
  await network.chain.pass(2n * 3_600n);
  const leaves = [exitLeaf(soloId), liquidationLeaf(7, 2n ** 40n)];
  await network.chain.pass(1_200n);
  const { tree } = await network.checkpoint(30n, [
    ...Array.from({ length: RECIPIENTS }, (_, i) => rewardLeaf(fresh(i), LIFETIME)),
    ...leaves,
  ]);
  const exit = await network.rewardsAs(5).write.exitBLSPublicKey([soloId, 30n, 0n, tree.proof(exitLeaf(soloId))]);
  await record(network, "exit", exit);
  const proof = tree.proof(liquidationLeaf(7, 2n ** 40n));
  await record(
    network,
    "liquidate",
    await network.rewardsAs(5).write.liquidateBLSPublicKey([7, 30n, 2n ** 40n, proof]),
  );
}

/** A pool for all ten contributors, no reservations, by an operator who made none before. */
async function measurePool(network: TestNetwork): Promise<void> {
  const [blsPubkey, proof, params] = network.registration(NODES + LATE_NODES + 2, account(4).address).args;
  const factory = getContract({
    abi: serviceNodeContributionFactoryAbi,
    address: network.addresses.serviceNodeContributionFactory,
    client: network.chain.wallet(4),
  });
  await record(network, "deployPool", await factory.write.deploy([blsPubkey, proof, params, [], false]));
}

type Row = { readonly name: CallName; readonly ceiling: number; readonly is: Measured | undefined };

/** L1 gas for a byte of compressed data. Source: Arbitrum's L1 pricing (16, as for a non-zero byte of calldata on L1). */
const L1_GAS_PER_BYTE = 16;
/** Share by which a figure may differ from the committed one: proofs and keys differ by a few zero bytes. */
const SNAPSHOT_TOLERANCE = 0.001;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const snapshotPath = join(root, "gas.json");

function printTables(rows: readonly Row[]): void {
  const line = (...cells: (string | number)[]) =>
    process.stdout.write(
      `${cells.map((cell, i) => (i === 0 ? String(cell).padEnd(24) : String(cell).padStart(10))).join("")}\n`,
    );
  line("call", "gas", "ceiling", "calldata");
  for (const { name, ceiling, is } of rows) line(name, is?.gas ?? "-", ceiling, is?.calldataBytes ?? "-");
  process.stdout.write("\nL1 data on Arbitrum: compressed bytes, and the L1 gas they are charged as\n");
  line("call", "calldata", "brotli", "L1 gas");
  for (const { name, is } of rows)
    line(name, is?.calldataBytes ?? "-", is?.brotliBytes ?? "-", (is?.brotliBytes ?? 0) * L1_GAS_PER_BYTE);
}

function toResult() {
  const gas = (name: CallName) => measured.get(name)?.gas ?? null;
  return {
    rules: "osaka",
    nodes: NODES,
    calls: {
      submitAndClaim: {
        "0": gas("submitAndClaim 0"),
        "100": gas("submitAndClaim 100"),
        "600": gas("submitAndClaim 600"),
        "100mixed": gas("submitAndClaim 100mixed"),
        "100grouped": gas("submitAndClaim 100grouped"),
      },
      claim: { fresh: gas("claim fresh"), holder: gas("claim holder") },
      register: { "1": gas("register 1"), "10": gas("register 10") },
      exit: gas("exit"),
      liquidate: gas("liquidate"),
      deployPool: gas("deployPool"),
      seedPerNode: gas("seedPerNode"),
      compactKeys: gas("compactKeys"),
    },
    calldataBytes: { "600": measured.get("submitAndClaim 600")?.calldataBytes ?? null },
  };
}

/** Figures that are no longer those of the committed gas.json: the change that moved them has to commit them anew. */
function movedFigures(): string[] {
  const before = JSON.parse(readFileSync(snapshotPath, "utf8")) as { gas?: Record<string, number> };
  return [...measured].flatMap(([name, { gas }]) => {
    const was = before.gas?.[name];
    if (was !== undefined && Math.abs(gas - was) <= was * SNAPSHOT_TOLERANCE) return [];
    return [`${name}: ${gas}, gas.json says ${was ?? "nothing"}. Run npm run gas and commit gas.json.`];
  });
}

/** Prints, and writes gas.json or, with `SNAPSHOT=check`, compares with it. True when everything is as it must be. */
function report(): boolean {
  const rows = (Object.keys(CEILINGS) as CallName[]).map(
    (name): Row => ({ name, ceiling: CEILINGS[name], is: measured.get(name) }),
  );
  printTables(rows);
  const result = toResult();
  const faults = rows
    .filter(({ is, ceiling }) => is !== undefined && is.gas > ceiling)
    .map(({ name, is, ceiling }) => `${name}: ${is?.gas} is past the ceiling of ${ceiling}.`);
  const calldataBytes = result.calldataBytes["600"] ?? 0;
  if (calldataBytes > CALLDATA_CEILING) faults.push(`${calldataBytes} bytes of calldata are too many.`);
  if (process.env.SNAPSHOT === "check") faults.push(...movedFigures());
  else {
    const gas = Object.fromEntries([...measured].map(([name, { gas: figure }]) => [name, figure]));
    const transactions = Object.fromEntries([...measured].map(([name, { gas: _, ...rest }]) => [name, rest]));
    writeFileSync(snapshotPath, `${JSON.stringify({ ...result, gas, transactions }, undefined, 2)}\n`);
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return faults.length === 0;
}

const network = await startNetwork({
  nodes: NODES,
  preset: "mainnet",
  seedOf: (index) => ({ operator: account(3).address, feeBps: index % 10_000 }),
  mint: [4, 5].map((index) => ({ to: account(index).address, amount: 10_000_000n * SESH })),
  poolFunding: 40_000_000n * SESH,
});
await measureSeeding(network);
// Own reward funds, so that no claim has to ask the pool.
await network.tokenAs(4).write.transfer([network.addresses.serviceNodeRewards, 100_000n * SESH]);
await measureClaims(network);
const late = await measureRegistrations(network);
await measureMixed(network, late);
await measureLeaving(network, late[0] ?? 0);
await measurePool(network);
if (!report()) process.exitCode = 1;
