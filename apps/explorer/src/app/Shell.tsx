import { defineMessages, Page, ThemeToggle, useT } from "@session/ui";
import { SiteBanners } from "@session/web";
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
  const { pathname } = useLocation();
  const isCurrent = (href: string) => (href === "/" ? pathname === "/" : `${pathname}/`.startsWith(`${href}/`));
  return (
    <Page
      brand={
        <span className="flex items-baseline gap-2">
          {t("brand")}
          <span className="text-xs font-normal text-muted">{config.networkName}</span>
        </span>
      }
      nav={PAGES.map(([href, name]) => ({ href, label: t(name), current: isCurrent(href) }))}
      actions={
        <>
          <SearchBox />
          <ThemeToggle />
        </>
      }
      footer={<StatusBar />}
    >
      <SiteBanners banners={config.banners} />
      <Outlet />
    </Page>
  );
}
