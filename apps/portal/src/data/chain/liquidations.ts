import { leavingTerms } from "@session/protocol";
import type { NodeClient } from "@session/sdk";
import type { RouteAnswer, RouteInput } from "@session/web";
import { onceProved } from "../proofs.ts";
import { contractStateOf, toSummary } from "./lifecycle.ts";
import { readRules, readViews } from "./nodes.ts";
import { penaltiesOf } from "./params.ts";
import { askNodes, type ChainSource, rewardsContract } from "./source.ts";

type Liquidations = RouteAnswer<"listLiquidations">;
type Row = Liquidations["items"][number];
/** A node's answer has a page's size of its own; more pages than these no network has removed nodes for. */
const MOST_PAGES = 10;

/**
 * Nodes the network let go and that are in the contract still, soonest first: a node's API knows who was let go, the
 * contract who hasn't left.
 *
 * @throws where no node API answers
 */
export async function readLiquidations(
  source: ChainSource,
  input: RouteInput<"listLiquidations">,
): Promise<Liquidations> {
  const [{ rules, l2Block, ratios }, asked] = await Promise.all([readRules(source), askNodes(source, listRemoved)]);
  if (asked === undefined) throw new RangeError("no node API answers");
  const contract = rewardsContract(source);
  const view = await readViews(source, asked.answer);
  const rows = await Promise.all(
    asked.answer.map(async (id): Promise<Row | undefined> => {
      const node = await source.l2.readContract({ ...contract, functionName: "node", args: [id] });
      const summary = toSummary(node, view(id), rules);
      const terms = summary.removed === null ? undefined : leavingTerms({ removed: summary.removed }, rules.preset);
      const from = summary.liquidatableFrom;
      if (contractStateOf(node) !== "active" || from === null || terms?.liquidation === undefined) return undefined;
      const { liquidator, pool } = penaltiesOf(node.deposit, ratios);
      return {
        ...{ node: summary, from, lockedUntil: terms.liquidation.lockedUntil },
        ...onceProved(from <= rules.nowSec, summary.liquidationCheckpoint),
        ...{ liquidatorReward: String(liquidator), poolPenalty: String(pool), operator: node.operator },
        operatorStake: String(node.contributors[0]?.amount ?? 0n),
      };
    }),
  );
  const items = rows.filter((row) => row !== undefined).sort((one, other) => one.from - other.from);
  const limit = Number(input?.limit ?? items.length);
  return { items: items.slice(0, limit), next: null, asOf: { l2Block, height: 0 } };
}

async function listRemoved(node: NodeClient): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { exits, next } = await node.getExits(cursor === undefined ? {} : { cursor });
    ids.push(...exits.map(({ id }) => id));
    if (next === null) break;
    cursor = next;
  }
  return ids;
}
