import { createContext, type ReactNode, use, useEffect, useMemo } from "react";
import type { Catalogue, Messages } from "./defineMessages.ts";
import { directionOf, isPseudoLocale } from "./pseudoLocale.ts";
import { type Translate, translator } from "./translate.ts";

/** Translations of one language: catalogue name → messages. */
export type Translations = Readonly<Record<string, Messages>>;

export type Locale = {
  /** BCP 47, for Intl. */
  locale: string;
  direction: "ltr" | "rtl";
  /** IANA zone; the reader's own when undefined. */
  timeZone: string | undefined;
};

type I18n = Locale & { translations: Translations };

const english: I18n = { locale: "en", direction: "ltr", timeZone: undefined, translations: {} };
const I18nContext = createContext<I18n>(english);

export type I18nProviderProps = {
  /** BCP 47, or a pseudo-locale: `en-XA` (accents, longer) and `ar-XB` (the same, right to left). */
  locale: string;
  translations?: Translations;
  timeZone?: string;
  children: ReactNode;
};

/** Sets language and direction for what it holds and for `<html>`. Without it everything is in English. */
export function I18nProvider({ locale, translations = english.translations, timeZone, children }: I18nProviderProps) {
  const direction = directionOf(locale);
  const value = useMemo(
    () => ({ locale, direction, timeZone, translations }),
    [locale, direction, timeZone, translations],
  );
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
  }, [locale, direction]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

/** The reader's locale, for formatting. Pseudo-locales format as English. */
export function useLocale(): Locale {
  const { locale, direction, timeZone } = use(I18nContext);
  return { locale: isPseudoLocale(locale) ? "en" : locale, direction, timeZone };
}

/** The translate function of a catalogue; typed by its keys. */
export function useT<M extends Messages>(catalogue: Catalogue<M>): Translate<M> {
  const { locale, translations } = use(I18nContext);
  return useMemo(
    () => translator(catalogue.messages, translations[catalogue.name], locale),
    [catalogue, translations, locale],
  );
}
