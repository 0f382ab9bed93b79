import { defineMessages, Page, ThemeToggle, useT } from "@session/ui";
import { SiteBanners, useRouteFocus } from "@session/web";
import { Outlet, useLocation } from "@tanstack/react-router";
import { SearchBox } from "../features/search/SearchBox.tsx";
import { useExplorer } from "./explorer.ts";
import { StatusBar } from "./StatusBar.tsx";

const messages = defineMessages("explorer.shell", {
  brand: "Session explorer",
  overview: "Overview",
  blocks: "Blocks",
  checkpoints: "Checkpoints",
  nodes: "Nodes",
  pools: "Pools",
  events: "Events",
  charts: "Charts",
  supply: "Supply",
});

const PAGES = [
  ["/", "overview"],
  ["/blocks", "blocks"],
  ["/checkpoints", "checkpoints"],
  ["/nodes", "nodes"],
  ["/pools", "pools"],
  ["/events", "events"],
  ["/network/history", "charts"],
  ["/supply", "supply"],
] as const;

/** What stands around every page: name, pages, search, banners, how current everything is. */
export function Shell() {
  const t = useT(messages);
  const { config } = useExplorer();
  useRouteFocus();
  const { pathname } = useLocation();
  const isCurrent = (href: string) => (href === "/" ? pathname === "/" : `${pathname}/`.startsWith(`${href}/`));
  return (
    <Page
      brand={t("brand")}
      context={config.networkName}
      nav={PAGES.map(([href, name]) => ({ href, label: t(name), current: isCurrent(href) }))}
      actions={
        <>
          <SearchBox />
          <ThemeToggle />
        </>
      }
      banner={<SiteBanners banners={config.banners} />}
      footer={<StatusBar />}
    >
      <Outlet />
    </Page>
  );
}
