import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { contentSecurityPolicy } from "./contentSecurityPolicy.ts";
import { earlyLoads } from "./earlyLoads.ts";

/** Packages whose modules do nothing by being loaded. */
const PURE =
  /\/packages\/(sdk|protocol|bls|contracts|config)\/src\/|\/node_modules\/(@noble|@chainsafe|@scure|viem|ox|abitype|wagmi|@wagmi)\//;

/**
 * Only for hot reload, where nothing is left out of a package: SSZ, which the SDK's errors bring along and no page uses,
 * makes a Buffer as it is loaded.
 */
function bufferForUnusedModules(): Plugin {
  return {
    name: "buffer-for-unused-modules",
    apply: "serve",
    transformIndexHtml: () => [
      {
        tag: "script",
        children:
          "globalThis.Buffer ??= { from: (buffer, at, length) => new Uint8Array(buffer, at, length), isBuffer: () => false };",
        injectTo: "head-prepend",
      },
    ],
  };
}

export type SiteOptions = {
  /** Sockets it may open: `wss://…`. */
  readonly sockets?: readonly string[];
  /** Modules that stand in for others. */
  readonly alias?: Readonly<Record<string, string>>;
};

/** Vite's settings of a site: static files, without inline scripts and third parties. */
export function defineSite({ sockets = [], alias = {} }: SiteOptions = {}): UserConfig {
  return defineConfig({
    resolve: { alias },
    plugins: [react(), tailwindcss(), contentSecurityPolicy(sockets), earlyLoads(), bufferForUnusedModules()],
    build: {
      target: "es2024",
      manifest: true,
      assetsInlineLimit: 0,
      rolldownOptions: {
        // What a page doesn't use of these stays out of it: without this, the errors of the SDK bring SSZ and BLS along.
        treeshake: { moduleSideEffects: (id) => !PURE.test(id) },
      },
    },
  });
}
