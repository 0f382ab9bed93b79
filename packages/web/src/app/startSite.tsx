import { restoreTheme } from "@session/ui";
import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { z } from "zod";
import { isFault, loadConfig } from "../config/readConfig.ts";
import { ConfigErrorPage, type SiteName } from "./ConfigErrorPage.tsx";

export type StartSiteOptions<Schema extends z.ZodType<object>> = {
  readonly site: SiteName;
  readonly schema: Schema;
  /** Loads all that comes after the configuration. */
  readonly loadApp: () => Promise<{ readonly App: ComponentType<{ config: z.output<Schema> }> }>;
};

/** Draws a site into the page, or why it can't be drawn. */
export async function startSite<Schema extends z.ZodType<object>>({ site, schema, loadApp }: StartSiteOptions<Schema>) {
  restoreTheme();
  const place = document.getElementById("root");
  if (place === null) throw new Error("index.html has no #root");
  const root = createRoot(place);
  // Both at once: the site is there by the time it is known where the network is.
  const [config, { App }] = await Promise.all([loadConfig(schema), loadApp()]);
  root.render(
    <StrictMode>
      {isFault(config) ? <ConfigErrorPage site={site} fault={config} /> : <App config={config} />}
    </StrictMode>,
  );
}
