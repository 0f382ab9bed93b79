import "@session/web/without-eval";
import "./styles.css";
import { startSite } from "@session/web";
import { explorerConfigSchema } from "../config/network.ts";

await startSite({ site: "explorer", schema: explorerConfigSchema, loadApp: () => import("./providers.tsx") });
