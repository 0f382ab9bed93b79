import "@session/web/without-eval";
import "./styles.css";
import { startSite } from "@session/web";
import { portalConfigSchema } from "../config/network.ts";

await startSite({ site: "portal", schema: portalConfigSchema, loadApp: () => import("./providers.tsx") });
