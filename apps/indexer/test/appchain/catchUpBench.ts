import { BitArray } from "@chainsafe/ssz";
import { GROUP_ORDER } from "@session/bls";
import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { type Commit, FinalBlockSsz, type Voter, VoteType, voteSigningRoot } from "@session/protocol";
import { ChainBuilder, nodeKeys, SESH, soloContributor } from "@session/protocol/testing";
import pino from "pino";
import { Registry } from "prom-client";
import { type DatabaseOptions, openDatabase } from "../../src/database/connect.ts";
import { ChainSource } from "../../src/sources/appchain/chainSource.ts";
import type { TestChain } from "./testChain.ts";
import { TestNode } from "./testNode.ts";

// How fast blocks are caught up with: `node catchUpBench.ts <nodes> <blocks> [database as JSON]`. Signatures are real.

/** A commit's signature is made once, with the sum of its signers' secret keys. */
class SummingBuilder extends ChainBuilder {
  readonly #secrets = new Map<number, bigint>();

  override commit(
    height: number,
    blockHash: Uint8Array,
    voters: readonly Voter[],
    isPresent: (id: number) => boolean,
  ): Commit {
    const { genesisHash } = this.context;
    const message = voteSigningRoot(genesisHash, { height, round: 0, type: VoteType.precommit, value: blockHash });
    const sum = voters.reduce((total, { id }) => (isPresent(id) ? total + this.#secret(id) : total), 0n) % GROUP_ORDER;
    const secretKey = Buffer.from(sum.toString(16).padStart(64, "0"), "hex");
    const bits = BitArray.fromBoolArray(voters.map(({ id }) => isPresent(id)));
    return { height, round: 0, blockHash, bits, signature: blst.sign(secretKey, message) };
  }

  #secret(id: number): bigint {
    const known = this.#secrets.get(id);
    if (known !== undefined) return known;
    const made = BigInt(`0x${Buffer.from(nodeKeys(blst, id).blsSecretKey).toString("hex")}`);
    this.#secrets.set(id, made);
    return made;
  }
}

const [nodes = 10, length = 1_000] = process.argv.slice(2, 4).map(Number);
const place = JSON.parse(process.argv[4] ?? '{"kind":"pglite","folder":"memory://"}') as DatabaseOptions;
const builder = new SummingBuilder(
  { ...blst, verify: () => true, verifyAggregate: () => true },
  {
    ...{ nodes, preset: "mainnet", l2: { number: 240, hash: new Uint8Array(32) } },
    ...{ rewardRate: 36n * SESH, poolReleased: 10_000_000n * SESH },
    contributors: (id) => Array.from({ length: 10 }, (_, i) => soloContributor(`${id}/${i}`, 2_500n * SESH)),
  },
);
const finals: Uint8Array[] = [];
const isAway = (height: number) => (id: number) => nodes > 3 && (id + height) % 50 === 0;
while (finals.length < length) {
  const { height } = builder.state;
  const absent = builder.state
    .validators()
    .map(({ id }) => id)
    .filter(isAway(height));
  const { block } = builder.next({ l2Number: 240 * (height + 2), poolReleased: 20_000_000n * SESH, absent });
  finals.push(FinalBlockSsz.serialize({ block, commit: builder.fullCommit() }));
}
const { genesis, genesisHash } = builder.context;
const network: Network = {
  ...{ name: "bench", genesis, genesisHash, bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
  contracts: { serviceNodeContributionFactory: null, vestings: [] },
};
const node = await TestNode.start({ network, finals, height: length } as unknown as TestChain);
const database = await openDatabase(place);
const stop = new AbortController();
const startMs = performance.now();
const startCpu = process.cpuUsage();
const source = await ChainSource.open(
  { nodes: [node.url], pollMs: 50 },
  {
    ...{ database, network, registry: new Registry(), logger: pino({ level: "warn" }) },
    notices: {
      publish: ({ number }) => {
        if (number < BigInt(length)) return;
        const { user, system } = process.cpuUsage(startCpu);
        const elapsedMs = performance.now() - startMs;
        const cpuMs = (user + system) / 1_000;
        const rate = ((1_000 * length) / elapsedMs).toFixed(0);
        console.log(
          `${nodes} nodes, ${place.kind}: ${length} blocks in ${(elapsedMs / 1_000).toFixed(1)} s (${rate}/s), ${(cpuMs / length).toFixed(2)} ms CPU a block`,
        );
        stop.abort();
      },
    },
    ...{ now: () => Date.now(), signal: stop.signal },
  },
);
await source.run();
await database.close();
await node.close();
