import { I18nProvider } from "@session/ui";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { PortalConfig } from "../config/network.ts";
import { keepLocale, offeredLocales, type PortalLocale, readLocale } from "./localeChoice.ts";

export type LocaleChoice = {
  readonly locale: PortalLocale;
  /** The languages to choose from; only one where there is nothing to choose. */
  readonly offered: readonly PortalLocale[];
  /** Changes the language at once, and remembers it. */
  readonly choose: (locale: PortalLocale) => void;
};

const LocaleContext = createContext<LocaleChoice | undefined>(undefined);

/** The reader's language, and the others there are: for the settings. */
export function useLocaleChoice(): LocaleChoice {
  const choice = use(LocaleContext);
  if (choice === undefined) throw new Error("useLocaleChoice outside of LocaleProvider");
  return choice;
}

/** Everything inside speaks the reader's language; `<html>` says which one, and which way it is written. */
export function LocaleProvider({ config, children }: { readonly config: PortalConfig; readonly children: ReactNode }) {
  const offered = useMemo(() => offeredLocales(config), [config]);
  const [locale, setLocale] = useState(() => readLocale(offered, location.search, localStorage));
  const choice = useMemo(() => {
    const choose = (chosen: PortalLocale) => {
      keepLocale(chosen, localStorage);
      setLocale(chosen);
    };
    return { locale, offered, choose };
  }, [locale, offered]);
  return (
    <LocaleContext value={choice}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </LocaleContext>
  );
}
