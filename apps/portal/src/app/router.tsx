import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { NotFound, RouteError } from "./RouteError.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError });
const getParentRoute = () => root;

/** A transaction whose progress a page shows; part of the address, so that it survives a reload and moves to other devices. */
const withTransaction = z.object({
  tx: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((hash) => hash as `0x${string}`)
    .optional()
    .catch(undefined),
});

const routes = [
  createRoute({
    getParentRoute,
    path: "/",
    component: lazyRouteComponent(() => import("../routes/overview.tsx"), "OverviewPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/register",
    component: lazyRouteComponent(() => import("../routes/register.tsx"), "RegisterPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/register/$ed25519",
    validateSearch: withTransaction,
    component: lazyRouteComponent(() => import("../routes/registerNode.tsx"), "RegisterNodePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stakes",
    validateSearch: withTransaction,
    component: lazyRouteComponent(() => import("../routes/stakes.tsx"), "StakesPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/node/$id",
    component: lazyRouteComponent(() => import("../routes/node.tsx"), "NodePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/address/$address",
    component: lazyRouteComponent(() => import("../routes/address.tsx"), "AddressPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stake",
    component: lazyRouteComponent(() => import("../routes/stake.tsx"), "StakePage"),
  }),
  createRoute({
    getParentRoute,
    path: "/stake/$pool",
    validateSearch: withTransaction,
    component: lazyRouteComponent(() => import("../routes/pool.tsx"), "PoolPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/rewards",
    component: lazyRouteComponent(() => import("../routes/rewards.tsx"), "RewardsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/liquidations",
    validateSearch: withTransaction,
    component: lazyRouteComponent(() => import("../routes/liquidations.tsx"), "LiquidationsPage"),
  }),
  createRoute({
    getParentRoute,
    path: "/faucet",
    component: lazyRouteComponent(() => import("../routes/faucet.tsx"), "FaucetPage"),
  }),
];

export function createPortalRouter() {
  return createRouter({ routeTree: root.addChildren(routes), defaultPreload: "intent", scrollRestoration: true });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
