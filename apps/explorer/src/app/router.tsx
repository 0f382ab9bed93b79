import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { NotFound, RouteError } from "./RouteError.tsx";
import { Shell } from "./Shell.tsx";
import {
  chartsSearch,
  checkpointSearch,
  eventsSearch,
  nodesSearch,
  pageSearch,
  poolsSearch,
  searchSearch,
} from "./search.ts";

// Paths are those of the API without its /v1, so that a page's data is found by its address.

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError });
const getParentRoute = () => root;

const routes = [
  createRoute({
    getParentRoute,
    path: "/",
    component: lazyRouteComponent(() => import("../routes/overview.tsx"), "OverviewPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/network",
    beforeLoad: () => {
      throw redirect({ to: "/" });
    },
  }),
  createRoute({
    getParentRoute,
    path: "/network/history",
    validateSearch: chartsSearch,
    component: lazyRouteComponent(() => import("../routes/charts.tsx"), "ChartsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/blocks",
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import("../routes/blocks.tsx"), "BlocksPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/blocks/$id",
    component: lazyRouteComponent(() => import("../routes/block.tsx"), "BlockPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/checkpoints",
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import("../routes/checkpoints.tsx"), "CheckpointsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/checkpoints/$height",
    validateSearch: checkpointSearch,
    component: lazyRouteComponent(() => import("../routes/checkpoint.tsx"), "CheckpointPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/nodes",
    validateSearch: nodesSearch,
    component: lazyRouteComponent(() => import("../routes/nodes.tsx"), "NodesPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/nodes/$id",
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import("../routes/node.tsx"), "NodePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/validators",
    component: lazyRouteComponent(() => import("../routes/validators.tsx"), "NewestValidatorsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/validators/$height",
    component: lazyRouteComponent(() => import("../routes/validators.tsx"), "ValidatorsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/obligations",
    component: lazyRouteComponent(() => import("../routes/obligations.tsx"), "ObligationsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/pools",
    validateSearch: poolsSearch,
    component: lazyRouteComponent(() => import("../routes/pools.tsx"), "PoolsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/pools/$address",
    component: lazyRouteComponent(() => import("../routes/pool.tsx"), "PoolPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/events",
    validateSearch: eventsSearch,
    component: lazyRouteComponent(() => import("../routes/events.tsx"), "EventsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/tx/$hash",
    component: lazyRouteComponent(() => import("../routes/transaction.tsx"), "TransactionPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/tx/$hash/progress",
    beforeLoad: ({ params }: { params: { hash: string } }) => {
      throw redirect({ to: "/tx/$hash", params });
    },
  }),
  createRoute({
    getParentRoute,
    path: "/address/$address",
    component: lazyRouteComponent(() => import("../routes/address.tsx"), "AddressPage"),
  }),
  ...(["/stakes/$address", "/rewards/$address"] as const).map((path) =>
    createRoute({
      getParentRoute,
      path,
      beforeLoad: ({ params }: { params: { address: string } }) => {
        throw redirect({ to: "/address/$address", params });
      },
    }),
  ),
  createRoute({
    getParentRoute,
    path: "/supply",
    component: lazyRouteComponent(() => import("../routes/supply.tsx"), "SupplyPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/search",
    validateSearch: searchSearch,
    component: lazyRouteComponent(() => import("../routes/search.tsx"), "SearchPage"),
  }),
];

export function createExplorerRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: "intent",
    scrollRestoration: true,
    // Plain texts, as people write and share them: without it hex digits such as 1e53 would be read as a number.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(String),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createExplorerRouter>;
  }
}
