import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { Link } from "./Link.tsx";

export type NavItem = { href: string; label: ReactNode; current?: boolean };

export type PageProps = {
  /** Name of the app, leads home. */
  brand: ReactNode;
  homeHref?: string;
  nav: readonly NavItem[];
  /** At the end of the head: wallet, theme. */
  actions?: ReactNode;
  /** Messages for the whole app, above the content. */
  banner?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

const NAV = "inline-flex h-10 items-center border-b-2 whitespace-nowrap";

/** The frame of every page: skip link, head with navigation, content at 1200 px, foot. */
export function Page({ brand, homeHref = "/", nav, actions, banner, footer, children }: PageProps) {
  const t = useUiText();
  return (
    <div className="mx-auto flex min-h-dvh max-w-300 flex-col px-4 md:px-6">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:start-4 focus:top-2"
      >
        {t("page.skip")}
      </a>
      <header className="flex flex-wrap items-center gap-x-8 border-b border-line pt-3">
        <Link href={homeHref} className="me-auto py-2 text-base font-bold md:me-0">
          {brand}
        </Link>
        <nav
          aria-label={t("page.nav")}
          className="order-last flex w-full gap-6 overflow-x-auto px-0.5 pt-0.5 md:order-none md:w-auto md:flex-1"
        >
          {nav.map(({ href, label, current = false }) => (
            <NavLink key={href} href={href} current={current}>
              {label}
            </NavLink>
          ))}
        </nav>
        {actions !== undefined && <div className="flex items-center gap-3 py-2">{actions}</div>}
      </header>
      {banner}
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col gap-8 py-6 outline-none md:py-8">
        {children}
      </main>
      {footer !== undefined && <footer className="border-t border-line py-6 text-xs text-muted">{footer}</footer>}
    </div>
  );
}

function NavLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  const look = current ? "border-accent font-medium text-text" : "border-transparent text-muted hover:text-text";
  return (
    <Link href={href} className={`${NAV} ${look}`} aria-current={current ? "page" : undefined}>
      {children}
    </Link>
  );
}
