import { checkpointDigest, toEip2537Signature } from "@session/bls";
import { blst } from "@session/bls/blst";
import { blockHash, decodeStrict, encodeNonSigners, FinalBlockSsz } from "@session/protocol";
import type { CheckpointResponse } from "@session/sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { certificates } from "../../src/raw/schema.ts";
import { toHex } from "../../src/sources/appchain/hex.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { follow } from "./follower.ts";
import { emptyChain } from "./support.ts";
import { TestChain } from "./testChain.ts";
import { TestNode } from "./testNode.ts";

/** Nodes 1 to 5 and, from block 7 on, 256; 5 leaves in block 13. */
const chain = new TestChain({ nodes: 5 });
chain.skip(6);
chain.nextWith([chain.registration()]);
chain.skip(5);
chain.nextWith([{ kind: "ServiceNodeExit", data: { id: 5, returned: 0n, lockedUntil: 0 } }]);
chain.skip(20);

const CODE = "NODE_CERTIFICATE_INVALID";

/** What a node answers whose contract has these nodes, of which some haven't signed. */
function certificateOf(height: number, set: readonly number[], absent: readonly number[] = []): CheckpointResponse {
  const { header } = decodeStrict(FinalBlockSsz, chain.finals[height - 1] ?? new Uint8Array()).block;
  const { chainId, contracts } = chain.builder.genesis;
  const fields = { blockHash: blockHash(header), claimsRoot: header.claimsRoot, time: BigInt(header.time) };
  const digest = checkpointDigest(
    { ...fields, height: BigInt(height) },
    { chainId, verifyingContract: toHex(contracts.serviceNodeRewards) },
  );
  const signed = set.filter((id) => !absent.includes(id));
  const signature = blst.aggregateSignatures(signed.map((id) => chain.builder.sign(id, digest)));
  return {
    ...{ height, time: header.time, blockHash: toHex(fields.blockHash), claimsRoot: toHex(header.claimsRoot) },
    digest: toHex(digest),
    certificate: {
      signature: toHex(toEip2537Signature(signature)),
      nonSigners: toHex(encodeNonSigners(set, signed)),
      ...{ setVersion: "7", signed, absent: [...absent] },
    },
  };
}

const SETS: Readonly<Record<number, readonly number[]>> = {
  5: [1, 2, 3, 4, 5],
  10: [1, 2, 3, 4, 5, 256],
  15: [1, 2, 3, 4, 256],
  20: [1, 2, 3, 4, 256],
  25: [1, 2, 3, 4, 256],
  30: [1, 2, 3, 4, 256],
};
const honest = (height: number) => certificateOf(height, SETS[height] ?? []);
type Certificate = NonNullable<CheckpointResponse["certificate"]>;
const altered = (height: number, change: Partial<Certificate>): CheckpointResponse => {
  const answer = honest(height);
  return answer.certificate === null ? answer : { ...answer, certificate: { ...answer.certificate, ...change } };
};

const LIES: readonly (readonly [string, (height: number) => CheckpointResponse])[] = [
  ["a digest of something else", (height) => ({ ...honest(height), digest: `0x${"ab".repeat(32)}` })],
  [
    "the signature of another checkpoint",
    (height) => altered(height, { signature: honest(height === 5 ? 10 : 5).certificate?.signature ?? "" }),
  ],
  [
    "an absentee among the signers",
    (height) => {
      const set = SETS[height] ?? [];
      return { ...altered(height, { signature: certificateOf(height, set, [1]).certificate?.signature ?? "" }) };
    },
  ],
  ["a signer named twice", (height) => altered(height, { signed: [1, 1, 2, 3, 4], absent: [] })],
  ["bytes that are no signature", (height) => altered(height, { signature: "0x1234" })],
  ["a version no contract has", (height) => altered(height, { setVersion: "9".repeat(40) })],
  ["other bits of absentees", (height) => altered(height, { nonSigners: "0x00" })],
  ["fewer than a quorum", (height) => certificateOf(height, SETS[height] ?? [], [1, 2])],
];

describe("certificates of checkpoints", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
  });
  afterAll(() => database.close());
  beforeEach(() => emptyChain(database));

  const start = async (certificate: TestNode["certificate"]) => {
    const node = await TestNode.start(chain);
    node.certificate = certificate;
    onTestFinished(() => node.close());
    return node;
  };
  const rows = async () => {
    const found = await database.queries.select().from(certificates).orderBy(certificates.height);
    return found.map(({ height, signed, absent }) => [height, signed, absent]);
  };
  const asked = (node: TestNode, height: number) =>
    node.asked.filter((path) => path === `/v1/checkpoints/${height}`).length;
  const untilRows = async (follower: Awaited<ReturnType<typeof follow>>, check: (found: unknown[][]) => boolean) => {
    let found = await rows();
    let isLooking = false;
    await follower.until(() => {
      if (!isLooking) {
        isLooking = true;
        void rows().then((next) => {
          found = next;
          isLooking = false;
        });
      }
      return check(found);
    });
  };

  it("of every checkpoint, past ones too, over the set the contract had", async () => {
    const node = await start(honest);
    const follower = await follow(chain, database, { nodes: [node.url] });
    await untilRows(follower, (found) => found.length === 6);
    expect(await rows()).toEqual(Object.entries(SETS).map(([height, set]) => [Number(height), set, []]));
    const [first] = await database.queries.select().from(certificates).orderBy(certificates.height);
    const { certificate, digest } = honest(5);
    expect(first).toMatchObject({ ...certificate, digest, setVersion: 7n });
    // Complete ones aren't asked for again.
    const before = asked(node, 30);
    const looks = node.asked.filter((path) => path === "/v1/status").length;
    await follower.until(() => node.asked.filter((path) => path === "/v1/status").length > looks + 5);
    expect(asked(node, 30)).toBe(before);
  });

  it("keeps the one with the most signers, from whichever node", async () => {
    let absent = [2];
    const less = await start((height) => (height === 30 ? certificateOf(height, SETS[30] ?? [], [1]) : undefined));
    const more = await start((height) => (height === 30 ? certificateOf(height, SETS[30] ?? [], absent) : undefined));
    const follower = await follow(chain, database, { nodes: [less.url, more.url] });
    await untilRows(follower, (found) => found.length === 1);
    expect((await rows())[0]?.[1]).toHaveLength(4);
    absent = [];
    await untilRows(follower, (found) => (found[0]?.[2] as unknown[] | undefined)?.length === 0);
    expect(await rows()).toEqual([[30, SETS[30], []]]);
  });

  it.each(LIES)("%s: refused and counted; another node's is kept", async (_, lie) => {
    const liar = await start((height) => (height === 30 ? lie(height) : undefined));
    const follower = await follow(chain, database, { nodes: [liar.url] });
    await follower.until(() => (follower.source.nodes()[0]?.faults[CODE] ?? 0) > 0);
    expect(await rows()).toEqual([]);
    // Its blocks are as good as before.
    expect(follower.source.nodes()[0]?.aside).toBeUndefined();
    await follower.reached(chain.height);
    await follower.stop();
    const good = await start(honest);
    const both = await follow(chain, database, { nodes: [liar.url, good.url] });
    await untilRows(both, (found) => found.some(([height]) => height === 30));
    expect((await rows()).find(([height]) => height === 30)).toEqual([30, SETS[30], []]);
  });

  it("the first of a checkpoint is told to whoever listens; more signers prove nothing more", async () => {
    let answer: CheckpointResponse | undefined;
    const node = await start((height) => (height === 30 ? answer : undefined));
    const follower = await follow(chain, database, { nodes: [node.url] });
    await follower.until(() => follower.notices.at(-1)?.number === BigInt(chain.height));
    const blocks = follower.notices.length;
    answer = certificateOf(30, SETS[30] ?? [], [1]);
    await follower.until(() => follower.notices.length > blocks);
    expect(follower.notices.slice(blocks)).toEqual([
      { source: "chain", number: BigInt(chain.height), topics: new Set(["network"]) },
    ]);
    answer = honest(30);
    await untilRows(follower, (found) => (found[0]?.[2] as unknown[] | undefined)?.length === 0);
    expect(follower.notices).toHaveLength(blocks + 1);
  });

  it("for a set the chain hasn't had: not kept, no lie either", async () => {
    const ahead = await start((height) => (height === 30 ? certificateOf(height, [1, 2, 3, 4]) : undefined));
    const follower = await follow(chain, database, { nodes: [ahead.url] });
    await follower.until(() => asked(ahead, 30) > 3);
    expect(await rows()).toEqual([]);
    expect(follower.source.nodes()[0]?.faults).toEqual({});
  });
});
