import type { Network } from "@session/config";
import { silentLogger } from "@session/l2";
import type { Hex } from "viem";
import { onTestFinished } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import type { IndexerModules } from "../../../src/modules.ts";
import { openDataApi } from "../../api/data/support.ts";
import { startChain, type TestChain } from "../../pipeline/support/chain.ts";
import { type Followed, follow, networkOf } from "../../pipeline/support/followed.ts";
import { openTestDatabase } from "../../support/openTestDatabase.ts";

export type FollowedChain = {
  readonly chain: TestChain;
  readonly database: Database;
  readonly followed: Followed;
  /** The data routes over it, with nothing read yet; its clock is the newest block's. */
  openApi(): Promise<Awaited<ReturnType<typeof openDataApi>>>;
  /** The views and the clock are at the newest block. */
  caughtUp(): Promise<void>;
};

/** A chain with contracts, followed into a database; `vest` deploys vesting contracts before anything is followed. */
export async function followContracts(
  vest: (chain: TestChain) => Promise<readonly Hex[]> = async () => [],
): Promise<FollowedChain> {
  const chain = await startChain(1);
  onTestFinished(() => chain.anvil.stop());
  const vestings = await vest(chain);
  const known = await networkOf(chain);
  const network: Network = { ...known, contracts: { ...known.contracts, vestings } };
  const database = await openTestDatabase("pglite");
  onTestFinished(() => database.close());
  const followed = await follow(chain, database, { network });
  onTestFinished(() => followed.stop());
  let timeSec = 0;
  const caughtUp = async () => {
    await followed.caughtUp();
    timeSec = Number((await chain.client.getBlock()).timestamp);
  };
  await caughtUp();
  const { views, modules } = followed;
  const l2 = {
    ...{ head: () => views.head(), final: () => views.final(), sourceHead: () => views.head()?.number },
    ...{ ageSec: () => 0, halted: () => undefined },
  };
  const changes: Partial<IndexerModules> = {
    ...{ network, l2, notices: modules.notices, l2Client: chain.client, now: () => timeSec * 1_000 },
    contracts: { factory: network.contracts.serviceNodeContributionFactory ?? undefined, vestings },
    logger: silentLogger as IndexerModules["logger"],
  };
  return { chain, database, followed, caughtUp, openApi: () => openDataApi(database, changes) };
}
