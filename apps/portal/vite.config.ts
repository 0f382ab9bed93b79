import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * The only sockets: of WalletConnect, and opened only where `/config.json` has a project id. That file is read after this
 * policy is set, so the policy can't depend on it; a site without a project id should narrow it by its own header.
 */
const WALLETCONNECT_RELAYS = "wss://relay.walletconnect.org wss://relay.walletconnect.com";

/**
 * No inline script, no third party. Where RPC and indexer are is known only to `/config.json`, so a server that knows them
 * should narrow `connect-src` by a header of its own; a page obeys both.
 */
const POLICY = [
  // What isn't named is forbidden: frames, workers, plugins.
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  `connect-src 'self' https: http://127.0.0.1:* http://localhost:* ${WALLETCONNECT_RELAYS}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Packages whose modules do nothing by being loaded. */
const PURE =
  /\/packages\/(sdk|protocol|bls|contracts|config)\/src\/|\/node_modules\/(@noble|@chainsafe|@scure|viem|ox|abitype|wagmi|@wagmi)\//;

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

/** Loaded by `main.tsx` as soon as it runs: the browser hears of them with the page instead, and of the text's font. */
const EARLY_MODULE = "src/app/providers.tsx";
const EARLY_FONT = /\/inter-latin-wght-normal[^/]*\.woff2$/;

/** Everything the first draw needs is asked for at once, not one after the other. */
function earlyLoads(): Plugin {
  return {
    name: "early-loads",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const files = Object.values(bundle);
        const early = files.find((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(EARLY_MODULE));
        const modules = early?.type === "chunk" ? [early.fileName, ...early.imports] : [];
        const fonts = files.map(({ fileName }) => fileName).filter((name) => EARLY_FONT.test(name));
        if (modules.length === 0 || fonts.length !== 1)
          throw new Error("what loads early has moved: look at vite.config.ts");
        return [
          ...fonts.map((name) => toPreload({ rel: "preload", as: "font", type: "font/woff2", href: `/${name}` })),
          ...modules
            .filter((name) => !html.includes(name))
            .map((name) => toPreload({ rel: "modulepreload", href: `/${name}` })),
        ];
      },
    },
  };
}

const toPreload = (attrs: Readonly<Record<string, string>>) => ({
  tag: "link",
  attrs: { ...attrs, crossorigin: true },
  injectTo: "head" as const,
});

export default defineConfig({
  resolve: { alias: { "@reown/appkit/core": `${import.meta.dirname}/src/wallet/noModal.ts` } },
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), earlyLoads(), bufferForUnusedModules()],
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
