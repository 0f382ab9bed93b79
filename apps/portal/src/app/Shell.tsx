import { Banner, Button, defineMessages, useT } from "@session/ui";
import { Link, Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { WalletButton, WrongChainBanner } from "../wallet/WalletButton.tsx";
import { usePortal } from "./portal.ts";
import { StatusBar } from "./StatusBar.tsx";
import { keepTheme, readTheme, type Theme } from "./theme.ts";

const messages = defineMessages("portal.shell", {
  name: "Session staking",
  skip: "To the content",
  pages: "Pages",
  overview: "Overview",
  stake: "Stake",
  register: "Run a node",
  stakes: "My stakes",
  rewards: "Rewards",
  liquidations: "Liquidations",
  faucet: "Faucet",
  "theme.system": "Theme: system",
  "theme.light": "Theme: light",
  "theme.dark": "Theme: dark",
});

const TONES = { info: "info", warning: "warn", danger: "danger" } as const;
const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/** What stands around every page: name, pages, account, banners, how current everything is. */
export function Shell() {
  const t = useT(messages);
  const { config } = usePortal();
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="sr-only focus:not-sr-only focus:p-4">
        {t("skip")}
      </a>
      <header className="border-b border-line bg-raised">
        <div className="mx-auto flex max-w-300 flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
          <span className="flex items-baseline gap-2">
            <Link to="/" className="text-base font-bold">
              {t("name")}
            </Link>
            <span className="text-xs text-muted">{config.networkName}</span>
          </span>
          <Pages />
          <WalletButton />
        </div>
      </header>
      <main id="content" className="mx-auto flex w-full max-w-300 flex-1 flex-col gap-6 px-4 py-6">
        {config.banners.map(({ id, level, text }) => (
          <Banner key={id} tone={TONES[level]} title={text} />
        ))}
        <WrongChainBanner />
        <Outlet />
      </main>
      <footer className="border-t border-line">
        <div className="mx-auto flex max-w-300 flex-wrap items-center justify-between gap-2 px-4 py-2">
          <StatusBar />
          <ThemeButton />
        </div>
      </footer>
    </div>
  );
}

function Pages() {
  const t = useT(messages);
  const { config } = usePortal();
  const pages = [
    { to: "/", name: t("overview") },
    { to: "/stake", name: t("stake") },
    { to: "/register", name: t("register") },
    { to: "/stakes", name: t("stakes") },
    { to: "/rewards", name: t("rewards") },
    { to: "/liquidations", name: t("liquidations") },
    ...(config.faucetUrl === null ? [] : [{ to: "/faucet", name: t("faucet") }]),
  ];
  return (
    <nav aria-label={t("pages")} className="order-last w-full md:order-none md:w-auto">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {pages.map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: to === "/" }}
              className="inline-block border-b-2 border-transparent py-1 text-muted hover:text-text"
              activeProps={{ className: "border-accent! text-text!", "aria-current": "page" }}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ThemeButton() {
  const t = useT(messages);
  const [theme, setTheme] = useState(() => readTheme(localStorage));
  const change = () => {
    keepTheme(localStorage, NEXT_THEME[theme]);
    setTheme(NEXT_THEME[theme]);
  };
  return (
    <Button variant="quiet" size="sm" onClick={change}>
      {t(`theme.${theme}`)}
    </Button>
  );
}
