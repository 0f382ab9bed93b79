// Every component on one page, to look at. For development only, never shipped:
//   npx vite packages/ui/preview --config apps/portal/vite.config.ts
// `?locale=en-XA` or `ar-XB` shows the pseudo-locales, `?theme=light` a theme, `?cells=10000` a large grid.
import "../src/styles.css";
import { createRoot } from "react-dom/client";
import { I18nProvider, setTheme, ToastProvider, themes } from "../src/index.ts";
import { Gallery } from "./Gallery.tsx";

const query = new URLSearchParams(location.search);
const theme = themes.find((name) => name === query.get("theme"));
if (theme !== undefined) setTheme(theme);

const root = document.getElementById("root");
if (root === null) throw new TypeError("index.html lacks #root");
createRoot(root).render(
  <I18nProvider locale={query.get("locale") ?? "en"}>
    <ToastProvider>
      <Gallery />
    </ToastProvider>
  </I18nProvider>,
);
