import { alertRoutes } from "./alerts.ts";
import { blockRoutes } from "./blocks.ts";
import { checkpointRoutes } from "./checkpoints.ts";
import { eventRoutes } from "./events.ts";
import { networkRoutes } from "./network.ts";
import { nodeRoutes } from "./nodes.ts";
import { operationRoutes } from "./operation.ts";
import { paramsRoutes } from "./params.ts";
import { poolRoutes } from "./pools.ts";
import { progressRoutes } from "./progress.ts";
import { registrationRoutes } from "./registrations.ts";
import { rewardRoutes } from "./rewards.ts";
import { searchRoutes } from "./search.ts";
import { stakeRoutes } from "./stakes.ts";
import { supplyRoutes } from "./supply.ts";

/** All of `/v1` by the names the client calls them by. */
export const indexerRoutes = {
  ...alertRoutes,
  ...blockRoutes,
  ...checkpointRoutes,
  ...eventRoutes,
  ...networkRoutes,
  ...nodeRoutes,
  ...operationRoutes,
  ...paramsRoutes,
  ...poolRoutes,
  ...progressRoutes,
  ...registrationRoutes,
  ...rewardRoutes,
  ...searchRoutes,
  ...stakeRoutes,
  ...supplyRoutes,
};
