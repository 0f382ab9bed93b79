import { createHash } from "node:crypto";
import type { TypedApp } from "./typedApp.ts";

type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly { name: string; required?: boolean }[];
};

const STYLE = "body{font:16px/1.5 system-ui;margin:2rem;max-width:75rem}td,th{padding:.25rem .75rem;text-align:left}";
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The OpenAPI document at `/docs/json` and a page over it at `/docs`: without script, so that no third-party code is served. */
export function addDocs(app: TypedApp): void {
  app.get("/docs/json", { schema: { hide: true } as object }, (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(app.swagger())),
  );
  app.get("/docs", { schema: { hide: true } as object }, (_request, reply) => {
    const { paths = {}, info } = app.swagger() as {
      paths?: Record<string, Record<string, Operation>>;
      info: { title: string; version: string };
    };
    const rows = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => toRow(method, path, operation)),
    );
    reply.headers({ "content-security-policy": POLICY, "referrer-policy": "no-referrer" });
    return reply.type("text/html; charset=utf-8").send(toPage(`${info.title} ${info.version}`, rows));
  });
}

function toRow(method: string, path: string, { summary = "", parameters = [] }: Operation): string {
  const names = parameters.map(({ name, required }) => (required ? name : `${name}?`)).join(", ");
  const code = escapeHtml(path);
  const target = path.includes("{") || method !== "get" ? code : `<a href="${code}">${code}</a>`;
  return `<tr><td>${method.toUpperCase()}</td><td><code>${target}</code></td><td>${escapeHtml(names)}</td><td>${escapeHtml(summary)}</td></tr>`;
}

function toPage(title: string, rows: readonly string[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(title)}</h1><p>OpenAPI 3.1: <a href="/docs/json">/docs/json</a></p><table><thead><tr><th>Method</th><th>Path</th><th>Parameters</th><th></th></tr></thead><tbody>${rows.join("")}</tbody></table></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
