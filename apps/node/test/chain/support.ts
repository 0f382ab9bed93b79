import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blst } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { createLogger } from "@session/http/process";
import type { Hex, L2Log, L2Step } from "@session/l2";
import {
  ChainBuilder,
  nodeKeys,
  signedRegistration,
  soloContributor,
  type TestGenesisOptions,
  testHash,
} from "@session/protocol/testing";
import { encodeAbiParameters, encodeEventTopics, numberToHex, toEventSelector, toHex } from "viem";
import { onTestFinished } from "vitest";
import { Chain, type ChainModules } from "../../src/chain/chain.ts";
import type { L2Source } from "../../src/chain/l2View.ts";
import { type ReadyParent, ReadyPool } from "../../src/chain/readyPool.ts";
import { FileGuardStore } from "../../src/signing/guardStore.ts";
import { NodeSigner } from "../../src/signing/signer.ts";
import { ChainStore } from "../../src/store/chainStore.ts";
import { Database } from "../../src/store/database.ts";

export const NEVER = new AbortController().signal;

/** What a follower would have: steps with logs, as this test scripts them. */
export class ScriptedL2 implements L2Source {
  readonly steps: L2Step[] = [];
  /** How many of the newest steps aren't behind the safe lag yet. */
  fresh = 0;

  add(number: number, content: { logs?: readonly L2Log[]; reads?: readonly Hex[]; fork?: string } = {}): L2Step {
    const { logs = [], reads = readsAt(number), fork = "" } = content;
    const hash = toHex(testHash(`l2 block ${number}${fork}`));
    const block = { number: BigInt(number), hash, parentHash: hash, timestamp: BigInt(number) };
    const step: L2Step = { block, logs, reads };
    this.steps.push(step);
    return step;
  }

  newest(): L2Step | undefined {
    return this.steps.at(-1);
  }

  newestSafe(): L2Step | undefined {
    return this.steps.at(-1 - this.fresh);
  }

  async stepAt(number: number): Promise<L2Step | undefined> {
    return this.steps.find(({ block }) => Number(block.number) === number);
  }

  async stepAfter(number: number): Promise<L2Step | undefined> {
    return this.steps.find(({ block }) => Number(block.number) > number);
  }
}

/** rewardRate, calculateReleasedAmount and setVersion, different at each block. */
export function readsAt(number: number, setVersion = number): Hex[] {
  return [1_000 + number, 10 * number, setVersion].map((value) => numberToHex(value, { size: 32 }));
}

type LogPlace = { block: number; index: number };

export function exitRequestLog(id: number, { block, index }: LogPlace): L2Log {
  const contributor = `0x${"11".repeat(20)}` as const;
  const topics = encodeEventTopics({
    abi: serviceNodeRewardsAbi,
    eventName: "ServiceNodeExitRequest",
    args: { id, contributor },
  });
  return toLog(topics as Hex[], "0x", { block, index });
}

export function exitLog(id: number, place: LogPlace): L2Log {
  const topics = encodeEventTopics({ abi: serviceNodeRewardsAbi, eventName: "ServiceNodeExit", args: { id } });
  const data = encodeAbiParameters([{ type: "uint256" }, { type: "uint64" }], [25_000n * 10n ** 9n, 0n]);
  return toLog(topics as Hex[], data, place);
}

/** A log of a kind that doesn't enter blocks. */
export function foreignLog(place: LogPlace): L2Log {
  return toLog([toEventSelector("Approval(address,address,uint256)")], "0x", place);
}

function toLog(topics: Hex[], data: Hex, { block, index }: LogPlace): L2Log {
  const blockHash = toHex(testHash(`l2 block ${block}`));
  const transactionHash = toHex(testHash(`transaction ${block}/${index}`));
  const address = `0x${"22".repeat(20)}` as const;
  return { address, topics, data, blockNumber: BigInt(block), blockHash, logIndex: index, transactionHash };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "session-chain-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const systemClock: ChainModules["clock"] = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

export type TestChain = {
  readonly builder: ChainBuilder;
  readonly chain: Chain;
  readonly store: ChainStore;
  readonly database: Database;
  readonly ready: ReadyPool;
};

/** What a `ready` record is judged on. */
export const parentOf = ({ chain }: TestChain): ReadyParent => ({ state: chain.state, hash: chain.head().hash });

/**
 * Time goes on by what is waited for alone: a fresh block is held to seconds, and a busy machine takes as long to make what
 * it is checked with.
 */
function patientClock(startMs: number): ChainModules["clock"] {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    setTimeout: (callback, delayMs) =>
      setTimeout(() => {
        nowMs += delayMs;
        callback();
      }, delayMs),
    clearTimeout: systemClock.clearTimeout,
  };
}

export type TestChainOptions = Partial<Omit<TestGenesisOptions, "l2">> & {
  readonly l2?: ScriptedL2;
  /** Seconds from the genesis to now; two intervals without it. */
  readonly ageSec?: number;
  readonly dataDir?: string;
  /** Which node's keys this chain signs with; default 1. */
  readonly self?: number;
};

/** A chain over a real store, with the real transition and signatures. */
export async function openTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const { l2, self = 1, ageSec = 4, dataDir = await temporaryFolder(), ...genesis } = options;
  const time = Math.floor(Date.now() / 1000) - ageSec;
  const builder = new ChainBuilder(blst, { nodes: 1, time, ...genesis });
  const database = await Database.open(dataDir);
  onTestFinished(() => database.close());
  const store = new ChainStore(database, builder.genesis);
  const { genesisHash } = builder.context;
  const clock = patientClock((builder.genesis.time + ageSec) * 1000);
  const signer = await NodeSigner.open(
    { genesisHash, blsSecretKey: nodeKeys(blst, self).blsSecretKey },
    { bls: blst, guardStore: new FileGuardStore(join(dataDir, "guard")), clock, nodeId: () => self },
  );
  const ready = new ReadyPool(genesisHash, blst);
  const logger = createLogger("silent");
  const chain = await Chain.open(
    { genesis: builder.genesis, genesisHash },
    { store, l2, bls: blst, clock, logger, signer, ready, mayVote: () => ({ ok: true }) },
  );
  return { builder, chain, store, database, ready };
}

/** Imports what the builder has made and the chain hasn't. */
export async function importAll({ chain, builder }: Pick<TestChain, "chain" | "builder">): Promise<void> {
  for (const { block, hash } of builder.built.slice(chain.head().height)) {
    const voters = chain.head().validators;
    await chain.importBlock(
      block,
      builder.commit(block.header.height, hash, voters, () => true),
    );
  }
}

/** A network of one node to which node 256 has been registered: it is joining. */
export async function withJoiner(options: TestChainOptions = {}): Promise<TestChain> {
  const test = await openTestChain({ l2: new ScriptedL2(), ...options });
  const { builder } = test;
  const keys = nodeKeys(blst, 256);
  builder.keys.set(256, keys);
  const { chainId, contracts, stakingRequirement } = builder.genesis;
  const contributors = [soloContributor("operator 256", stakingRequirement)];
  const data = signedRegistration({ id: 256, keys, chainId, contract: contracts.serviceNodeRewards, contributors });
  const event = { kind: "NewServiceNode", l2Number: 101, logIndex: 0, txHash: new Uint8Array(32), data } as const;
  builder.next({ l2Number: 101, events: [event] });
  await importAll(test);
  return test;
}
