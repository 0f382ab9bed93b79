export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
const ITEM = "session.theme";

export function readTheme(storage: Storage): Theme {
  const kept = storage.getItem(ITEM);
  return themes.find((theme) => theme === kept) ?? "system";
}

/** `system` leaves the choice to the reader's device. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function keepTheme(storage: Storage, theme: Theme): void {
  storage.setItem(ITEM, theme);
  applyTheme(theme);
}
