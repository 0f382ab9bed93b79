import type { PortalConfig } from "../config/network.ts";

/** Languages the portal has; the other two are made from English, to find what is hard-coded, cut or the wrong way round. */
export const locales = ["en", "en-XA", "ar-XB"] as const;
export type PortalLocale = (typeof locales)[number];

const ITEM = "session.locale";

/** Pseudo-locales are for those who develop: on development networks, or where the site says so. */
export function offeredLocales(config: Pick<PortalConfig, "devLocales" | "burnerWallet">): readonly PortalLocale[] {
  return config.devLocales || config.burnerWallet ? locales : ["en"];
}

/** `?locale=` for this visit, else what was chosen before, else English; nothing that isn't offered. */
export function readLocale(offered: readonly PortalLocale[], search: string, storage: Storage): PortalLocale {
  const asked = [new URLSearchParams(search).get("locale"), storage.getItem(ITEM)];
  for (const locale of asked) {
    const found = offered.find((known) => known === locale);
    if (found !== undefined) return found;
  }
  return "en";
}

export function keepLocale(locale: PortalLocale, storage: Storage): void {
  storage.setItem(ITEM, locale);
}
