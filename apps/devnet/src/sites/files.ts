import { readdir } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { contentTypeOf } from "./contentTypes.ts";

export type SiteFile = {
  readonly file: string;
  readonly contentType: string;
  /** Its name holds a hash of its content, so it never changes. */
  readonly isHashed: boolean;
  /** The same file packed, by the coding's name in `accept-encoding`. */
  readonly packed: Readonly<Record<string, string>>;
};

const CODINGS = { br: ".br", gzip: ".gz" } as const;

/** Every file of a built site by its path, for example `/assets/index-1a2b.js`. What isn't in here can't be asked for. */
export async function readSite(folder: string): Promise<ReadonlyMap<string, SiteFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Set(
    entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)),
  );
  const site = new Map<string, SiteFile>();
  for (const file of files) {
    const extension = extname(file);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    // Vite's own notes on the build, and packed copies, are nothing to ask for.
    if (path.startsWith("/.") || Object.values<string>(CODINGS).includes(extension)) continue;
    const packed = Object.entries(CODINGS).flatMap(([coding, ending]) =>
      files.has(`${file}${ending}`) ? [[coding, `${file}${ending}`] as const] : [],
    );
    const isHashed = path.startsWith("/assets/");
    site.set(path, { file, contentType: contentTypeOf(extension), isHashed, packed: Object.fromEntries(packed) });
  }
  return site;
}
