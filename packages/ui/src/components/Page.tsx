import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { Link } from "./Link.tsx";
import { type NavItem, PageNav } from "./PageNav.tsx";

export type { NavItem };

export type PageProps = {
  /** Name of the app, leads home. */
  brand: ReactNode;
  homeHref?: string;
  /** Beside the name: which network. */
  context?: ReactNode;
  nav: readonly NavItem[];
  /** At the end of the head: wallet, theme. */
  actions?: ReactNode;
  /** Messages for the whole app, above the content. */
  banner?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

const WIDTH = "mx-auto w-full max-w-300 px-4 md:px-6";

/** The frame of every page: skip link, head with navigation, content at 1200 px, foot. */
export function Page({ brand, homeHref = "/", context, nav, actions, banner, footer, children }: PageProps) {
  const t = useUiText();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:start-4 focus:top-2"
      >
        {t("page.skip")}
      </a>
      <header className="border-b border-line bg-raised">
        <div className={`flex flex-wrap items-center gap-x-4 lg:gap-x-6 ${WIDTH}`}>
          <span className="me-auto flex min-h-14 flex-wrap items-baseline gap-x-2 py-2 lg:me-0">
            <Link href={homeHref} className="py-2 text-base font-bold">
              {brand}
            </Link>
            {context !== undefined && <span className="text-xs text-muted">{context}</span>}
          </span>
          <PageNav items={nav} />
          {actions !== undefined && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2 md:ms-auto max-md:order-last max-md:w-full max-md:pt-0">
              {actions}
            </div>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={`flex flex-1 flex-col gap-8 py-6 outline-none md:py-8 ${WIDTH}`}>
        {banner}
        {children}
      </main>
      {footer !== undefined && (
        <footer className="border-t border-line text-xs text-muted">
          <div className={`py-4 ${WIDTH}`}>{footer}</div>
        </footer>
      )}
    </div>
  );
}
