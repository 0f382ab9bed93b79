import type { RouteAnswer, RouteInput, RouteName } from "@session/web";
import { readLiquidations } from "./liquidations.ts";
import { readNode, readNodes } from "./nodes.ts";
import { readParams } from "./params.ts";
import { readPool } from "./pools.ts";
import { readProgress } from "./progress.ts";
import { readRewards } from "./rewards.ts";
import type { ChainSource } from "./source.ts";
import { readStakes } from "./stakes.ts";

type Reader<Name extends RouteName> = (
  source: ChainSource,
  input: RouteInput<Name>,
  last: RouteAnswer<Name> | undefined,
) => Promise<RouteAnswer<Name>>;

/** What contracts and node APIs can answer in the indexer's place, in the same shapes. */
export const chainReaders: { readonly [Name in RouteName]?: Reader<Name> } = {
  getParams: readParams,
  getNode: readNode,
  listNodes: readNodes,
  listLiquidations: readLiquidations,
  getStakes: readStakes,
  getRewards: readRewards,
  getPool: readPool,
  getTransactionProgress: readProgress,
};
