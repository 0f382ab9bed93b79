import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { calculatorSearch } from "../features/calculator/search.ts";
import { stakeSearch } from "../features/pools/search.ts";
import { rewardsSearch } from "../features/rewards/search.ts";
import { NotFound, RouteError } from "./RouteError.tsx";
import { Shell } from "./Shell.tsx";
import { transactionSearch } from "./search.ts";
import { parseSearch, stringifySearch } from "./searchText.ts";
import type { PageTitle } from "./titles.ts";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError });
const getParentRoute = () => root;

const routes = [
  createRoute({
    getParentRoute,
    path: "/",
    staticData: { title: "overview" },
    component: lazyRouteComponent(() => import("../routes/overview.tsx"), "OverviewPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stake",
    staticData: { title: "stake" },
    validateSearch: stakeSearch,
    component: lazyRouteComponent(() => import("../routes/stake.tsx"), "StakePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stake/new",
    staticData: { title: "newPool" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/newPool.tsx"), "NewPoolPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stake/$pool",
    staticData: { title: "pool" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/pool.tsx"), "PoolPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/register",
    staticData: { title: "register" },
    component: lazyRouteComponent(() => import("../routes/register.tsx"), "RegisterPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/register/$ed25519",
    staticData: { title: "registerNode" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/registerNode.tsx"), "RegisterNodePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stakes",
    staticData: { title: "stakes" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/stakes.tsx"), "StakesPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/address/$address",
    staticData: { title: "address" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/address.tsx"), "AddressPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/node/$id",
    staticData: { title: "node" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/node.tsx"), "NodePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/vesting",
    staticData: { title: "vesting" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/vesting.tsx"), "VestingPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/rewards",
    staticData: { title: "rewards" },
    validateSearch: rewardsSearch,
    component: lazyRouteComponent(() => import("../routes/rewards.tsx"), "RewardsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/liquidations",
    staticData: { title: "liquidations" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/liquidations.tsx"), "LiquidationsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/calculator",
    staticData: { title: "calculator" },
    validateSearch: calculatorSearch,
    component: lazyRouteComponent(() => import("../routes/calculator.tsx"), "CalculatorPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/faucet",
    staticData: { title: "faucet" },
    validateSearch: transactionSearch,
    component: lazyRouteComponent(() => import("../routes/faucet.tsx"), "FaucetPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/settings",
    staticData: { title: "settings" },
    component: lazyRouteComponent(() => import("../routes/settings.tsx"), "SettingsPage"),
  }),
];

export function createPortalRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: "intent",
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
  interface StaticDataRouteOption {
    /** Which of the titles the browser shows. */
    readonly title?: PageTitle;
  }
}
