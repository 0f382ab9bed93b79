import type { TypedApp } from "../typedApp.ts";

type Operation = { summary?: string; parameters?: { name: string; in: string; required?: boolean }[] };

/**
 * `/docs/json` is the OpenAPI document for any tool; `/docs` lists its operations on one page without script, so that a
 * node serves no third-party code.
 */
export function docsRoutes(app: TypedApp): void {
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
    return reply.type("text/html; charset=utf-8").send(toPage(`${info.title} ${info.version}`, rows));
  });
}

function toRow(method: string, path: string, { summary = "", parameters = [] }: Operation): string {
  const names = parameters.map(({ name, required }) => (required ? name : `${name}?`)).join(", ");
  const target = path.includes("{") ? escapeHtml(path) : `<a href="${escapeHtml(path)}">${escapeHtml(path)}</a>`;
  return `<tr><td>${method.toUpperCase()}</td><td><code>${target}</code></td><td>${escapeHtml(names)}</td><td>${escapeHtml(summary)}</td></tr>`;
}

function toPage(title: string, rows: readonly string[]): string {
  const style = "body{font:16px/1.5 system-ui;margin:2rem;max-width:75rem}td,th{padding:.25rem .75rem;text-align:left}";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><h1>${escapeHtml(title)}</h1><p>OpenAPI 3.1: <a href="/docs/json">/docs/json</a></p><table><thead><tr><th>Method</th><th>Path</th><th>Parameters</th><th></th></tr></thead><tbody>${rows.join("")}</tbody></table></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
