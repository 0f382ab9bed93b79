import "./styles.css";
import { restoreTheme } from "@session/ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isFault, loadExplorerConfig } from "../config/network.ts";
import { ConfigErrorPage } from "./ConfigErrorPage.tsx";

restoreTheme();
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
const root = createRoot(place);
const config = await loadExplorerConfig();
if (isFault(config)) root.render(<ConfigErrorPage fault={config} />);
else {
  const { App } = await import("./providers.tsx");
  root.render(
    <StrictMode>
      <App config={config} />
    </StrictMode>,
  );
}
