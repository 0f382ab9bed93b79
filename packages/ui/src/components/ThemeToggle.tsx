import { useUiText } from "../i18n/useUiText.ts";
import { setTheme, themes, useTheme } from "./theme.ts";

const ICONS = {
  system: "M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",
  light: "M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  dark: "M13 9.5A5.5 5.5 0 1 1 6.5 3A4.5 4.5 0 0 0 13 9.5Z",
} as const;

/** One button for the theme: as the system, light, dark, and round again. */
export function ThemeToggle() {
  const t = useUiText();
  const theme = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const label = t("theme.toggle", { theme: t(`theme.${theme}`), next: t(`theme.${next}`) });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-line hover:text-text"
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 fill-none stroke-current stroke-[1.5]">
        <path d={ICONS[theme]} />
      </svg>
    </button>
  );
}
