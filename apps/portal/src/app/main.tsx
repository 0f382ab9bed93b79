import "./withoutEval.ts";
import "./styles.css";
import { restoreTheme } from "@session/ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isFault, loadPortalConfig } from "../config/network.ts";
import { ConfigErrorPage } from "./ConfigErrorPage.tsx";

restoreTheme();
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
const root = createRoot(place);
// Both at once: the portal is there by the time it is known where the network is.
const [config, { App }] = await Promise.all([loadPortalConfig(), import("./providers.tsx")]);
root.render(<StrictMode>{isFault(config) ? <ConfigErrorPage fault={config} /> : <App config={config} />}</StrictMode>);
