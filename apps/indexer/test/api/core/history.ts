import { blst } from "@session/bls/blst";
import { encodeNonSigners, FinalBlockSsz } from "@session/protocol";
import {
  ChainBuilder,
  type NextBlock,
  nodeKeys,
  SESH,
  signedRegistration,
  soloContributor,
} from "@session/protocol/testing";
import { pino } from "pino";
import { bytesToHex } from "viem";
import type { Database } from "../../../src/database/database.ts";
import { certificates } from "../../../src/raw/schema.ts";
import { ChainRecorder } from "../../../src/sources/appchain/chainRecorder.ts";
import { executeBlock } from "../../../src/sources/appchain/executeBlock.ts";
import { acceptedCheckpoints } from "../../../src/views/claims/schema.ts";
import { fillLogs } from "./logs.ts";
import { testNetwork } from "./support.ts";

/** What a test compares answers with. */
export type History = { readonly builder: ChainBuilder };

const POOL = 1_000_000n * SESH;

export function newBuilder(): ChainBuilder {
  return new ChainBuilder(blst, { nodes: 4 });
}

/**
 * Twelve blocks written as the indexer writes them: a joining node (256) that gets ready, a refused registration (257), an
 * exit asked for twice (4), node 3 absent from the commit of block 3, two checkpoints, one of them accepted on L2.
 */
export async function fillHistory(database: Database): Promise<History> {
  const builder = newBuilder();
  const recorder = await ChainRecorder.open({ database, network: testNetwork(), logger: pino({ level: "silent" }) });
  const add = async (content: NextBlock = {}, absent: readonly number[] = []) => {
    const voters = builder.state.validators();
    const { block, hash } = builder.next(content);
    const commit = builder.commit(block.header.height, hash, voters, (id) => !absent.includes(id));
    const ssz = FinalBlockSsz.serialize({ block, commit });
    const result = executeBlock(recorder.tip, ssz, recorder.context);
    if ("fault" in result) throw new Error(`block ${block.header.height}: ${result.fault.reason}`);
    await recorder.commit([result.block]);
  };
  await add({ l2Number: 101, rewardRate: POOL / 1_000n, poolReleased: POOL, events: firstEvents(builder) });
  await add({ ready: [builder.ready(256)] });
  await add({}, [3]);
  while (builder.state.height < 12) await add();
  await fillCheckpoints(database, builder);
  await fillLogs(database, builder.genesis);
  return { builder };
}

function firstEvents(builder: ChainBuilder): NonNullable<NextBlock["events"]> {
  const { chainId, contracts, stakingRequirement } = builder.genesis;
  const registration = (id: number) => {
    const keys = nodeKeys(blst, id);
    builder.keys.set(id, keys);
    const contributors = [soloContributor(`operator ${id}`, stakingRequirement)];
    return signedRegistration({ id, keys, chainId, contract: contracts.serviceNodeRewards, contributors });
  };
  const refused = { ...registration(257), ed25519Signature: new Uint8Array(64) };
  const exit = { id: 4, initiator: new Uint8Array(20).fill(7) };
  const at = (logIndex: number) => ({ l2Number: 101, logIndex, txHash: new Uint8Array(32).fill(logIndex + 1) });
  return [
    { ...at(0), kind: "NewServiceNode", data: registration(256) },
    { ...at(1), kind: "NewServiceNode", data: refused },
    { ...at(2), kind: "ServiceNodeExitRequest", data: exit },
    { ...at(3), kind: "ServiceNodeExitRequest", data: exit },
  ];
}

/** A certificate of checkpoint 5 without node 2, and the contract's word for it. */
async function fillCheckpoints(database: Database, builder: ChainBuilder): Promise<void> {
  const built = builder.built[4];
  if (built === undefined) throw new Error("no block 5");
  const { header } = built.block;
  await database.queries.insert(certificates).values({
    ...{ height: 5, digest: `0x${"dd".repeat(32)}`, signature: `0x${"11".repeat(256)}`, setVersion: 5n },
    nonSigners: bytesToHex(encodeNonSigners([1, 2, 3, 4], [1, 3, 4])),
    ...{ signed: [1, 3, 4], absent: [2] },
  });
  await database.queries.insert(acceptedCheckpoints).values({
    ...{ height: 5n, blockHash: bytesToHex(built.hash), claimsRoot: bytesToHex(header.claimsRoot) },
    ...{ signers: 3, nodes: 4, blockNumber: 104n, time: 1_800_000_104n, txHash: `0x${"cc".repeat(32)}`, isRevoked: 0 },
  });
}
