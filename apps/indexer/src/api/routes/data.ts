import type { TypedApp } from "@session/http";
import { makeDataServices } from "../../economics/dataServices.ts";
import type { IndexerModules } from "../../modules.ts";
import { legacyRoutes } from "./legacy.ts";
import { networkRoutes } from "./network.ts";
import { nodeRoutes } from "./nodes.ts";
import { paramsRoutes } from "./params.ts";
import { poolRoutes } from "./pools.ts";
import { rewardRoutes } from "./rewards.ts";
import { stakeRoutes } from "./stakes.ts";
import { supplyRoutes } from "./supply.ts";

/** Routes over the tables' contents that share what is known of the contracts, and answers that hold for a position. */
export function dataRoutes(app: TypedApp, modules: IndexerModules): void {
  const services = makeDataServices(modules);
  paramsRoutes(app, services);
  networkRoutes(app, services);
  nodeRoutes(app, services);
  stakeRoutes(app, services);
  poolRoutes(app, services);
  rewardRoutes(app, services);
  supplyRoutes(app, services);
  legacyRoutes(app, services);
}
