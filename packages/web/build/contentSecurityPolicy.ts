import type { Plugin } from "vite";

/**
 * No inline script, no third party. Where RPC and indexer are is known only to `/config.json`, so a server that knows them
 * should narrow `connect-src` by a header of its own; a page obeys both.
 */
function toPolicy(sockets: readonly string[]): string {
  return [
    // What isn't named is forbidden: frames, workers, plugins.
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", "https:", "http://127.0.0.1:*", "http://localhost:*", ...sockets].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * Only in what is built: hot reload needs inline scripts.
 *
 * @param sockets - that the site may open
 */
export function contentSecurityPolicy(sockets: readonly string[]): Plugin {
  const content = toPolicy(sockets);
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" },
      { tag: "meta", attrs: { name: "referrer", content: "no-referrer" }, injectTo: "head-prepend" },
    ],
  };
}
