import {
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
} from "@session/contracts";
import type { Genesis } from "@session/protocol";
import { testAddress } from "@session/protocol/testing";
import {
  type Abi,
  type AbiEvent,
  bytesToHex,
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  getAddress,
  type Hex,
} from "viem";
import type { Database } from "../../../src/database/database.ts";
import { l2Logs } from "../../../src/raw/schema.ts";
import { parameterChanges } from "../../../src/views/parameters/schema.ts";
import { pools } from "../../../src/views/pools/schema.ts";
import { stakedNodes } from "../../../src/views/staking/schema.ts";
import { compileSubjects } from "../../../src/views/subjects/compileSubjects.ts";
import { eventSubjects } from "../../../src/views/subjects/schema.ts";

export const FACTORY: Hex = `0x${"fa".repeat(20)}`;
export const VESTING: Hex = `0x${"e5".repeat(20)}`;
export const POOL: Hex = `0x${"ab".repeat(20)}`;
export const STAKER = getAddress(bytesToHex(testAddress("staker")));

type Row = typeof l2Logs.$inferInsert;
type Place = { readonly block: number; readonly index: number };
export type Logged = { readonly row: Row; readonly subjects: ReturnType<ReturnType<typeof compileSubjects>> };

/** A log of an event, and whom it is about. */
function logOf(address: Hex, abi: Abi, eventName: string, args: Record<string, unknown>, place: Place): Logged {
  const event = getAbiItem({ abi, name: eventName } as never) as AbiEvent;
  const plain = event.inputs.filter(({ indexed }) => !indexed);
  const data = encodeAbiParameters(plain, plain.map(({ name }) => args[name ?? ""]) as never);
  const topics = encodeEventTopics({ abi, eventName, args } as never) as Hex[];
  const lowered = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value]),
  );
  return { row: rowOf(address, topics, data, place), subjects: compileSubjects(event)(lowered, undefined) };
}

function rowOf(address: Hex, topics: readonly Hex[], data: Hex, { block, index }: Place): Row {
  return {
    ...{ blockNumber: BigInt(block), logIndex: index, blockHash: `0x${block.toString(16).padStart(64, "0")}` },
    ...{ time: 1_800_000_000n + BigInt(block), txHash: bytesToHex(new Uint8Array(32).fill(index + 1)), address, data },
    ...{ topic0: topics[0] ?? "0x", topic1: topics[1] ?? null, topic2: topics[2] ?? null, topic3: topics[3] ?? null },
  };
}

const contributor = (name: string, amount: bigint) => {
  const address = bytesToHex(testAddress(name));
  return { staker: address, beneficiary: address, amount };
};

/** Eight logs in four blocks: of the rewards contract, the factory, a pool, and one nobody knows. */
export function testLogs(genesis: Genesis): Logged[] {
  const rewards = bytesToHex(genesis.contracts.serviceNodeRewards);
  const operator = bytesToHex(testAddress("operator 256"));
  const params = { ed25519Pubkey: 5n, ed25519Signature0: 6n, ed25519Signature1: 7n, feeBps: 250 };
  const node = { operator, initiator: operator, blsPubkey: `0x${"22".repeat(128)}`, params };
  const requirement = genesis.stakingRequirement;
  const exit = { id: 4, contributor: STAKER.toLowerCase() };
  const nobody: Hex = `0x${"99".repeat(20)}`;
  return [
    logOf(
      rewards,
      serviceNodeRewardsAbi,
      "NewServiceNode",
      { id: 256, ...node, contributors: [contributor("operator 256", requirement)] },
      { block: 101, index: 0 },
    ),
    logOf(
      rewards,
      serviceNodeRewardsAbi,
      "NewServiceNode",
      { id: 257, ...node, contributors: [contributor("operator 256", requirement)] },
      { block: 101, index: 1 },
    ),
    logOf(rewards, serviceNodeRewardsAbi, "ServiceNodeExitRequest", exit, { block: 101, index: 2 }),
    logOf(rewards, serviceNodeRewardsAbi, "ServiceNodeExitRequest", exit, { block: 101, index: 3 }),
    logOf(
      FACTORY,
      serviceNodeContributionFactoryAbi,
      "PoolDeployed",
      {
        ...{ pool: POOL, operator, blsPubkey: `0x${"22".repeat(128)}`, params, reserved: [], manualFinalize: false },
        ...{ stakingRequirement: requirement, maxContributors: 10n },
      },
      { block: 102, index: 0 },
    ),
    withSubject(
      logOf(
        POOL,
        serviceNodeContributionAbi,
        "Contributed",
        {
          staker: STAKER.toLowerCase(),
          beneficiary: STAKER.toLowerCase(),
          amount: 7n * 10n ** 9n,
          contributed: 10n ** 10n,
        },
        { block: 105, index: 0 },
      ),
      POOL,
    ),
    { row: rowOf(nobody, [`0x${"77".repeat(32)}`], "0x1234", { block: 107, index: 0 }), subjects: [] },
    // Cut off: the contract's own ABI can't read it.
    { row: { ...logOfExit(rewards), data: "0x12" }, subjects: [] },
  ];
}

function logOfExit(rewards: Hex): Row {
  const args = { id: 4, returned: 1n, lockedUntil: 0n };
  return logOf(rewards, serviceNodeRewardsAbi, "ServiceNodeExit", args, { block: 107, index: 1 }).row;
}

function withSubject({ row, subjects }: Logged, subject: Hex): Logged {
  return { row, subjects: [...subjects, { kind: "address", subject }] };
}

export async function fillLogs(database: Database, genesis: Genesis): Promise<void> {
  const logs = testLogs(genesis);
  await database.transaction(async (writer) => {
    await writer.append(
      l2Logs,
      logs.map(({ row }) => row),
    );
    const subjects = logs.flatMap(({ row: { blockNumber, logIndex }, subjects: about }) =>
      about.map((subject) => ({ blockNumber, logIndex, ...subject })),
    );
    await writer.append(eventSubjects, subjects);
  });
  await fillStaking(database);
}

/** A node only the contract knows, an open pool, and what the contract was told at its start. */
async function fillStaking(database: Database): Promise<void> {
  const settings = [
    ["ClaimCapUpdated", { claimCap: "1000000000000000" }],
    ["AbsenteeCapUpdated", { absenteeCap: "300" }],
    ["LiquidationRatiosUpdated", { liquidatorRatio: "1", poolRatio: "2", recipientRatio: "997" }],
  ] as const;
  await database.queries.insert(parameterChanges).values(
    settings.map(([name, args], logIndex) => ({
      ...{ blockNumber: 101n, logIndex: 10 + logIndex, time: 1_800_000_101n, txHash: `0x${"01".repeat(32)}` as const },
      ...{ name, args },
    })),
  );
  const operator = bytesToHex(testAddress("operator 256"));
  const key = { ed25519: `0x${"05".repeat(32)}`, bls: `0x${"22".repeat(96)}`, feeBps: 250 } as const;
  const registered = {
    registeredBlock: 101n,
    registeredTime: 1_800_000_101n,
    registeredTx: `0x${"01".repeat(32)}`,
  } as const;
  await database.queries.insert(stakedNodes).values({
    ...{ id: 258, operator, initiator: operator, ...key, deposit: 25_000n * 10n ** 9n, isSeeded: 0, ...registered },
    ...{ returned: 0n, lockedUntil: 0n, liquidatorPenalty: 0n, poolPenalty: 0n },
  });
  await database.queries.insert(pools).values({
    ...{ address: POOL, operator, ...key, reserved: [], manualFinalize: 0, stakingRequirement: 25_000n * 10n ** 9n },
    ...{ maxContributors: 10, state: "open", contributed: 10n ** 10n, contributors: 1, resets: 0 },
    ...{
      deployedBlock: 102n,
      deployedTime: 1_800_000_102n,
      deployedTx: `0x${"01".repeat(32)}`,
      updatedTime: 1_800_000_105n,
    },
  });
}
