import { useRouteFocus } from "@session/web";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useRouteTitle } from "./useRouteTitle.ts";

function Root() {
  useRouteTitle();
  useRouteFocus();
  return (
    <main id="main" tabIndex={-1}>
      <Outlet />
    </main>
  );
}

async function open(path: string) {
  const root = createRootRoute({ component: Root });
  const getParentRoute = () => root;
  const routes = [
    createRoute({
      getParentRoute,
      path: "/",
      staticData: { title: "overview" },
      component: () => <h1>{"1"}</h1>,
    }),
    createRoute({
      getParentRoute,
      path: "/node/$id",
      staticData: { title: "node" },
      component: () => <h1>{"2"}</h1>,
    }),
    createRoute({ getParentRoute, path: "/bare", component: () => null }),
  ];
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree: root.addChildren(routes), history });
  // The portal's own router is the registered one; this one has three of its pages.
  render(<RouterProvider router={router as never} />);
  await screen.findByRole("main");
  return (to: string) => act(async () => history.push(to));
}

afterEach(cleanup);

test("the browser's tab is named after the page and the part of its address that says which", async () => {
  const goTo = await open("/");
  expect(document.title).toBe("Overview · Session staking");
  await goTo("/node/7");
  await screen.findByRole("heading", { name: "2" });
  expect(document.title).toBe("Node 7 · Session staking");
  await goTo("/bare");
  expect(document.title).toBe("Session staking");
});

test("the focus goes to the heading of a page gone to, not to that of the page come in by", async () => {
  const goTo = await open("/");
  expect(document.activeElement).toBe(document.body);
  await goTo("/node/7");
  expect(document.activeElement).toBe(await screen.findByRole("heading", { name: "2" }));
});

test("a change of the search leaves the focus; a page without heading has its content focused", async () => {
  const goTo = await open("/node/7");
  await goTo("/node/7?tx=1");
  expect(document.activeElement).toBe(document.body);
  await goTo("/bare");
  expect(document.activeElement).toBe(screen.getByRole("main"));
});
