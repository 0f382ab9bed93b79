import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import type { Loader, Plugin } from "esbuild";

/** Files that bundled code finds by its own place: workers become entry points, all else is copied. */
export type FoundFiles = {
  /** Source file → name of its bundle without extension. */
  workers: Map<string, string>;
  /** File or folder → name beside the bundle. */
  assets: Map<string, string>;
};

// `new URL("./worker.ts", import.meta.url)`: the one form in which a module names another file at run time.
const URL_OF_FILE = /new URL\(\s*(["'])(\.{1,2}\/[^"'`$]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;
const CODE = new Set([".ts", ".mts", ".js", ".mjs"]);

/** A flat, readable name that says where a file came from: `packages/bls/src/workers/worker.ts` → `bls-workers-worker`. */
export function flatName(root: string, file: string): string {
  const words = relative(root, file.slice(0, file.length - extname(file).length)).split(/[\\/]/);
  return words.filter((word, index) => index > 0 && word !== "src" && word !== "..").join("-");
}

/**
 * Lets modules find files by `new URL("./x", import.meta.url)` although the bundle lies elsewhere: the address is
 * rewritten to a name beside the bundle and the file noted in `found`, for the caller to put there.
 */
export function filesByUrl(root: string, found: FoundFiles): Plugin {
  const place = (from: string, address: string): string => {
    const file = resolve(dirname(from), address);
    if (address.endsWith("/")) {
      const name = flatName(root, file);
      found.assets.set(file, name);
      return `${name}/`;
    }
    if (!CODE.has(extname(file))) {
      const name = `${flatName(root, file)}${extname(file)}`;
      found.assets.set(file, name);
      return name;
    }
    found.workers.set(file, flatName(root, file));
    return `${flatName(root, file)}.mjs`;
  };
  return {
    name: "files-by-url",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
        if (path.includes("node_modules")) return undefined;
        const text = readFileSync(path, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const contents = text.replace(URL_OF_FILE, (_all, _quote, address: string) => {
          return `new URL("./${place(path, address)}", import.meta.url)`;
        });
        const loader: Loader = extname(path).includes("ts") ? "ts" : "js";
        return { contents, loader, resolveDir: dirname(path) };
      });
    },
  };
}

/** Where an asset named by {@link filesByUrl} goes. */
export function assetTarget(folder: string, name: string): string {
  return join(folder, basename(name));
}
