import { hexBytes, integer, notFound, pageLimit, type TypedApp } from "@session/http";
import { blockHash, type Commit } from "@session/protocol";
import {
  type BlockResponse,
  type BlockSummary,
  blockSchema,
  blocksPageSchema,
  validatorsSchema,
} from "@session/sdk/node-api";
import { z } from "zod";
import type { FinalBlock } from "../../store/chainStore.ts";
import { formatOutcome, splitByBits, toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

const blockId = z.union([z.literal("latest"), integer(1), hexBytes(32)]);
const pageQuery = z.object({
  /** First height; without it the newest blocks. Ascending. */
  from: integer(1).optional(),
  limit: pageLimit(200, 20),
});

export function blockRoutes(app: TypedApp, modules: ApiModules): void {
  const { chain, store } = modules;
  const listSchema = {
    summary: "Final blocks, ascending",
    querystring: pageQuery,
    response: { 200: blocksPageSchema },
  };
  app.get("/v1/blocks", { schema: listSchema }, async ({ query }) => {
    const head = chain.head().height;
    const from = query.from ?? Math.max(1, head - query.limit + 1);
    const blocks: BlockSummary[] = [];
    for (let height = from; height <= head && blocks.length < query.limit; height++) {
      const final = await store.blockAt(height);
      if (final !== undefined) blocks.push(summarise(final));
    }
    const next = from + query.limit;
    return { blocks, next: next <= head ? String(next) : null };
  });
  const oneSchema = { summary: "One block", params: z.object({ id: blockId }), response: { 200: blockSchema } };
  app.get("/v1/blocks/:id", { schema: oneSchema }, async ({ params }) => {
    const final = await findBlock(modules, params.id);
    if (final === undefined) throw notFound(`Block ${params.id}`);
    return formatBlock(modules, final);
  });
  const validatorSchema = {
    summary: "Validators of one of the last heights",
    params: z.object({ height: integer(1) }),
    response: { 200: validatorsSchema },
  };
  app.get("/v1/validators/:height", { schema: validatorSchema }, ({ params }) => {
    const { height } = params;
    const voters = height === chain.head().height + 1 ? chain.state.validators() : chain.state.validatorsAt(height);
    if (voters === undefined) throw notFound(`The validator set of height ${height}`);
    return { height, validators: voters.map(({ id, blsKey }) => ({ id, bls: toHex(blsKey) })) };
  });
}

async function findBlock({ chain, store }: ApiModules, id: z.infer<typeof blockId>): Promise<FinalBlock | undefined> {
  if (id === "latest") return chain.final;
  if (typeof id === "number") return store.blockAt(id);
  const height = await store.heightOf(Buffer.from(id.slice(2), "hex"));
  return height === undefined ? undefined : store.blockAt(height);
}

function summarise({ block: { header, body } }: FinalBlock): BlockSummary {
  return {
    height: header.height,
    hash: toHex(blockHash(header)),
    time: header.time,
    proposer: header.proposer,
    round: header.round,
    l2Number: header.l2Number,
    events: body.l2Events.length,
    checkpoint: header.claimsRoot.some((byte) => byte !== 0),
  };
}

async function formatBlock({ store }: ApiModules, final: FinalBlock): Promise<BlockResponse> {
  const { header, body } = final.block;
  return {
    ...summarise(final),
    parentHash: toHex(header.parentHash),
    version: header.version,
    reveal: toHex(header.reveal),
    l2Hash: toHex(header.l2Hash),
    rewardRate: header.rewardRate.toString(),
    poolReleased: header.poolReleased.toString(),
    bodyRoot: toHex(header.bodyRoot),
    stateRoot: toHex(header.stateRoot),
    claimsRoot: toHex(header.claimsRoot),
    commit: formatCommit(await store.validatorIdsAt(header.height), final.commit),
    l2Events: (await store.outcomesOf(header.height)).map(formatOutcome),
    ready: body.ready.map(({ node }) => node),
  };
}

function formatCommit(ids: readonly number[], { round, bits, signature }: Commit): BlockResponse["commit"] {
  return { ...splitByBits(ids, (index) => bits.get(index)), round, signature: toHex(signature) };
}
