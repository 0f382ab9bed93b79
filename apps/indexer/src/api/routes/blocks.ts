import { cursorPage, decodeCursor, implement, keepFor, notFound, type TypedApp } from "@session/http";
import { FinalBlockSsz } from "@session/protocol";
import { type BlockSummary, blockRoutes as routes } from "@session/sdk/indexer-api";
import { desc, eq, lt } from "drizzle-orm";
import type { IndexerModules } from "../../modules.ts";
import { chainBlocks } from "../../raw/schema.ts";
import { outcomes } from "../../views/outcomes/schema.ts";
import { timeline } from "../../views/timeline/schema.ts";
import { formatBlock } from "../blockFormat.ts";
import { HEIGHT } from "../cursors.ts";
import { ValidatorSets } from "../validatorSets.ts";

type BlockRow = typeof chainBlocks.$inferSelect;
type Modules = Pick<IndexerModules, "database" | "network">;

const HOUR_SEC = 3_600;
const summaryColumns = {
  height: chainBlocks.height,
  hash: chainBlocks.hash,
  time: chainBlocks.time,
  proposer: chainBlocks.proposer,
  round: chainBlocks.round,
  l2Number: chainBlocks.l2Number,
  l2Events: chainBlocks.l2Events,
  isCheckpoint: chainBlocks.isCheckpoint,
};

export function blockRoutes(app: TypedApp, { database, network }: Modules): void {
  const { queries } = database;
  const validators = new ValidatorSets(
    queries,
    network.genesis.nodes.map(({ id }) => id),
  );

  implement(app, routes.listBlocks, async ({ query: { cursor, limit } }) => {
    const below = decodeCursor(cursor, [HEIGHT])?.[0];
    const rows = await queries
      .select(summaryColumns)
      .from(chainBlocks)
      .where(below === undefined ? undefined : lt(chainBlocks.height, Number(below)))
      .orderBy(desc(chainBlocks.height))
      .limit(limit + 1);
    const { items, next } = cursorPage(rows, limit, ({ height }) => [height]);
    return { items: items.map(summarise), next };
  });

  implement(app, routes.getBlock, async ({ params: { id } }, { reply }) => {
    const row = await findBlock(queries, id);
    if (row === undefined) throw notFound(`Block ${id}`);
    const [signers, events, changes] = await Promise.all([
      validators.at(row.height),
      queries
        .select()
        .from(outcomes)
        .where(eq(outcomes.height, row.height))
        .orderBy(outcomes.l2Number, outcomes.logIndex),
      queries.select().from(timeline).where(eq(timeline.height, row.height)).orderBy(timeline.seq),
    ]);
    if (id !== "latest") keepFor(reply, HOUR_SEC);
    return { ...summarise(row), ...formatBlock(FinalBlockSsz.deserialize(row.ssz), { signers, events, changes }) };
  });
}

async function findBlock(
  queries: IndexerModules["database"]["queries"],
  id: number | string,
): Promise<BlockRow | undefined> {
  const blocks = queries.select().from(chainBlocks).$dynamic();
  if (id === "latest") return (await blocks.orderBy(desc(chainBlocks.height)).limit(1))[0];
  const isIt = typeof id === "number" ? eq(chainBlocks.height, id) : eq(chainBlocks.hash, id as `0x${string}`);
  return (await blocks.where(isIt))[0];
}

function summarise(row: Omit<BlockRow, "ssz">): BlockSummary {
  const { height, hash, time, proposer, round } = row;
  const { l2Number, l2Events, isCheckpoint } = row;
  return {
    ...{ height, hash, time, proposer, round },
    ...{ l2Number: Number(l2Number), events: l2Events, checkpoint: isCheckpoint === 1 },
  };
}
