import { gzipSync } from "node:zlib";

export type FirstLoad = {
  /** Gzip at level 9, thousands of bytes. */
  readonly gzipKb: number;
  /** Paths of all scripts counted. */
  readonly scripts: readonly string[];
};

const TAGS = /<(?:script|link)\b[^>]*\b(?:src|href)="(\/[^"]+\.js)"/g;
const STATIC = /(?:\bfrom|\bimport)\s*["'](\.\/[^"']+\.js)["']/g;

/**
 * Scripts a site's first page needs before it shows anything: those its HTML names, the page's own part, and all they import
 * statically. Read from what is served, as a browser gets it.
 *
 * @param page how the file of the first page's part begins: "overview"
 * @throws where the site has no such part, or a script isn't there
 */
export async function measureFirstLoad(siteUrl: string, page: string): Promise<FirstLoad> {
  const html = await fetchText(siteUrl, "/");
  const waiting = [...html.matchAll(TAGS)].map(([, path = ""]) => path);
  const bytes = new Map<string, number>();
  let hasPage = false;
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (bytes.has(path)) continue;
    const text = await fetchText(siteUrl, path);
    bytes.set(path, gzipSync(text, { level: 9 }).length);
    const part = new RegExp(`import\\(\\s*["'\`](\\./${page}-[^"'\`]+\\.js)`).exec(text)?.[1];
    hasPage ||= part !== undefined;
    const imported = [...text.matchAll(STATIC)].map(([, name = ""]) => name);
    waiting.push(...[...imported, ...(part === undefined ? [] : [part])].map((name) => `/assets/${name.slice(2)}`));
  }
  if (!hasPage) throw new Error(`no script of ${siteUrl} loads a part "${page}": has it moved?`);
  const sum = [...bytes.values()].reduce((total, size) => total + size, 0);
  return { gzipKb: Math.round(sum / 100) / 10, scripts: [...bytes.keys()].sort() };
}

async function fetchText(siteUrl: string, path: string): Promise<string> {
  const response = await fetch(`${siteUrl}${path}`);
  if (!response.ok || (path.endsWith(".js") && !/javascript/.test(response.headers.get("content-type") ?? "")))
    throw new Error(`${siteUrl}${path} is no script: ${response.status}`);
  return response.text();
}
