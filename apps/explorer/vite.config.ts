import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * No inline script, no third party. Where RPC and indexer are is known only to `/config.json`, so a server that knows them
 * should narrow `connect-src` by a header of its own; a page obeys both.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Packages whose modules do nothing by being loaded. */
const PURE = /\/packages\/(sdk|protocol|bls|contracts|config)\/src\/|\/node_modules\/@(noble|chainsafe|scure)\//;

/** Only in what is built: hot reload needs inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
      { tag: "meta", attrs: { name: "referrer", content: "no-referrer" }, injectTo: "head-prepend" },
    ],
  };
}

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

export default defineConfig({
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), bufferForUnusedModules()],
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
