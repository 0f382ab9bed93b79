import type { Network } from "@session/config";
import type { Logger } from "pino";
import { Registry } from "prom-client";
import type { Database } from "../database/database.ts";
import { ContractBook } from "../pipeline/contractBook.ts";
import { L2Views, type L2ViewsModules, type L2ViewsOptions } from "../pipeline/l2Views.ts";
import { createViewMetrics } from "../pipeline/metrics.ts";
import { Notices } from "../pipeline/notices.ts";
import { openRawSource } from "../pipeline/rawSource.ts";
import { rebuildL2 } from "../pipeline/rebuild.ts";
import { L2Store } from "../raw/l2Store.ts";
import { ChainRecorder } from "../sources/appchain/chainRecorder.ts";
import { toFollowedContracts, toViewStart } from "../sources/l2.ts";

type ReplayModules = { readonly network: Network; readonly database: Database; readonly logger: Logger };

function toL2Parts({ network, database, logger }: ReplayModules): [L2ViewsOptions, L2ViewsModules] {
  const start = toViewStart({ network });
  const modules = {
    ...{ database, logger, metrics: createViewMetrics(new Registry()), notices: new Notices(() => undefined) },
    book: new ContractBook(toFollowedContracts({ network })),
  };
  return [start === undefined ? {} : { start }, modules];
}

/**
 * Brings the views up to all that is stored, without a network.
 *
 * @throws IndexerError DATA_OF_OTHER_NETWORK; ChainSourceError STORED_BLOCK_DAMAGED
 */
export async function takeStored(modules: ReplayModules): Promise<void> {
  await ChainRecorder.checkNetwork(modules);
  const views = new L2Views(...toL2Parts(modules));
  await views.open();
  await views.follow(await openRawSource(new L2Store(modules.database)));
  await ChainRecorder.open(modules);
}

/**
 * Empties all views and makes them again from the raw tables alone; killed in between, the next start goes on with it.
 *
 * @throws IndexerError DATA_OF_OTHER_NETWORK, before anything is emptied; ChainSourceError STORED_BLOCK_DAMAGED
 */
export async function rebuildViews(modules: ReplayModules): Promise<void> {
  await ChainRecorder.checkNetwork(modules);
  await rebuildL2(new L2Store(modules.database), ...toL2Parts(modules));
  await ChainRecorder.replay(modules);
}
