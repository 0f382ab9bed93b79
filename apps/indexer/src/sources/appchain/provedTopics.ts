import type { Preset } from "@session/protocol";
import { eq } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { chainBlocks } from "../../raw/schema.ts";
import { provingCheckpoints } from "../../views/staking/provingCheckpoints.ts";

/** What a new certificate tells, as topics of a notice: the nodes that may leave or be liquidated by it, and their stakers. */
export async function provedTopics(queries: Queries, preset: Preset, height: number): Promise<ReadonlySet<string>> {
  const [block] = await queries
    .select({ time: chainBlocks.time })
    .from(chainBlocks)
    .where(eq(chainBlocks.height, height));
  const nodes = await provingCheckpoints(queries, { preset, chainTime: block?.time ?? 0 });
  const proved = nodes.filter(({ exit, liquidation }) => exit === height || liquidation === height);
  const topics = proved.flatMap(({ id, operator, contributors }) => [
    `node:${id}`,
    ...[operator, ...contributors.flatMap(({ staker, beneficiary }) => [staker, beneficiary])].map(
      (address) => `address:${address.toLowerCase()}`,
    ),
  ]);
  return new Set(["network", ...topics]);
}
