import { defineMessages, Page, ThemeToggle, useT } from "@session/ui";
import { SiteBanners, useRouteFocus } from "@session/web";
import { Outlet, useLocation } from "@tanstack/react-router";
import { IndexerNotice } from "../data/IndexerNotice.tsx";
import { Pending } from "../transactions/Pending.tsx";
import { ActingLost } from "../wallet/ActingPicker.tsx";
import { WalletButton, WrongChainBanner } from "../wallet/WalletButton.tsx";
import { isAt, placesOf } from "./navigation.ts";
import { usePortal } from "./portal.ts";
import { StatusBar } from "./StatusBar.tsx";
import { titles } from "./titles.ts";
import { useRouteTitle } from "./useRouteTitle.ts";

const messages = defineMessages("portal.shell", { name: "Session staking" });

/** What stands around every page: name, pages, account, banners, how current everything is. */
export function Shell() {
  const t = useT(messages);
  const { config } = usePortal();
  useRouteTitle();
  useRouteFocus();
  return (
    <Page
      brand={t("name")}
      context={config.networkName}
      nav={useNavigation()}
      actions={<WalletButton />}
      banner={<Banners />}
      footer={
        <div className="flex items-center justify-between gap-4">
          <StatusBar />
          <ThemeToggle />
        </div>
      }
    >
      <Outlet />
    </Page>
  );
}

function useNavigation() {
  const t = useT(titles);
  const { config } = usePortal();
  const pathname = useLocation({ select: (location) => location.pathname });
  return placesOf(config).map(({ href, title, minor = false }) => ({
    href,
    minor,
    label: t(title),
    current: isAt(href, pathname),
  }));
}

/** What the site's operator has to say, what keeps this wallet from sending, and what it has sent. */
function Banners() {
  const { config } = usePortal();
  return (
    <>
      <SiteBanners banners={config.banners} />
      <WrongChainBanner />
      <ActingLost />
      <IndexerNotice />
      <Pending />
    </>
  );
}
