import { chmodSync, constants, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { ToolError } from "../errors.ts";
import { ABSENT, copyExternals, EXTERNALS, installedPackage } from "./externals.ts";
import { assetTarget, type FoundFiles, filesByUrl } from "./urls.ts";

export type BundleOptions = {
  root: string;
  /** Replaced as a whole. */
  out: string;
  /** Name of the program → its entry point, relative to `root`. */
  entries: Readonly<Record<string, string>>;
  /** Copy the running Node beside the bundle, so that the folder needs nothing of the machine. */
  withRuntime: boolean;
  /** Copy Anvil beside it: the L2 of integration tests. */
  withAnvil: boolean;
};

export type BundleResult = {
  /** Files bundled into each output, largest first. */
  outputs: { file: string; bytes: number }[];
  /** Modules in `app/` that are neither a program nor a worker: shared code, and commands loaded when asked for. */
  parts: string[];
  /** Packages copied as they are. */
  packages: string[];
};

// CommonJS dependencies call `require` for Node's own modules; an ES module has none of its own.
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

async function bundleCode(options: BundleOptions, entries: ReadonlyMap<string, string>, found: FoundFiles) {
  return build({
    absWorkingDir: options.root,
    entryPoints: [...entries].map(([file, name]) => ({ in: file, out: name })),
    outdir: join(options.out, "app"),
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node24",
    format: "esm",
    keepNames: true,
    charset: "utf8",
    banner: { js: REQUIRE },
    external: [...EXTERNALS, ...ABSENT],
    plugins: [filesByUrl(options.root, found)],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
}

/** Bundles until no bundle names a worker that isn't bundled yet. */
async function bundleAll(options: BundleOptions) {
  const found: FoundFiles = { workers: new Map(), assets: new Map() };
  const entries = new Map(Object.entries(options.entries).map(([name, file]) => [resolve(options.root, file), name]));
  for (;;) {
    const result = await bundleCode(options, entries, found);
    const fresh = [...found.workers].filter(([file]) => !entries.has(file));
    if (fresh.length === 0)
      return { result, assets: found.assets, entryFiles: new Set([...entries.values()].map((name) => `${name}.mjs`)) };
    for (const [file, name] of fresh) entries.set(file, name);
  }
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/**
 * What Node is told for a program. The indexer's garbage would fill gigabytes where there are any: with a limit V8 collects
 * earlier, at little cost. A batch of events outlives a young generation of the usual 16 MB, and would be moved to the old
 * one, which isn't collected before it has some size: from a few megabytes on V8 would mark all of it twice a second
 * (docs/indexer/performance.md).
 */
const NODE_FLAGS: Readonly<Record<string, string>> = {
  indexer:
    ` "--max-old-space-size=\${SESSION_INDEXER_HEAP_MB:-1024}" --initial-old-space-size=200` +
    " --min-semi-space-size=32 --max-semi-space-size=32",
};

/** A program of its own name: finds everything by its own place and keeps compiled code for the next start. */
function writeLauncher(out: string, name: string): void {
  const file = join(out, "bin", name === "node" ? "session-node" : `session-${name}`);
  mkdirSync(dirname(file), { recursive: true });
  const lines = [
    "#!/bin/sh",
    'here=$(dirname "$(readlink -f "$0")")',
    'export NODE_COMPILE_CACHE="$here/../cache" NODE_COMPILE_CACHE_PORTABLE=1',
    `exec "$here/node"${NODE_FLAGS[name] ?? ""} "$here/../app/${name}.mjs" "$@"`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  chmodSync(file, 0o755);
}

function copyAnvil(root: string, out: string): void {
  const names = { x64: "amd64", arm64: "arm64" } as const;
  const cpu = process.arch === "x64" || process.arch === "arm64" ? names[process.arch] : process.arch;
  const folder = installedPackage(root, `@foundry-rs/anvil-${process.platform}-${cpu}`);
  if (folder === undefined)
    throw new ToolError({ code: "USAGE", reason: `no Anvil for ${process.platform} ${process.arch}` });
  place(join(folder, "bin", "anvil"), join(out, "bin", "anvil"));
}

/**
 * Makes a folder that runs without npm, network or compiler: bundled programs in `app/`, launchers in `bin/`, native
 * packages in `node_modules/`.
 * @throws when a source file can't be bundled (esbuild's own error, with file and line)
 */
export async function bundle(options: BundleOptions): Promise<BundleResult> {
  const { result, assets, entryFiles } = await bundleAll(options);
  rmSync(options.out, { recursive: true, force: true });
  for (const { path, contents } of result.outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const [file, name] of assets) place(file, assetTarget(join(options.out, "app"), name));
  const imported = Object.values(result.metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external),
  );
  const used = EXTERNALS.filter((name) => imported.some(({ path }) => path === name || path.startsWith(`${name}/`)));
  const packages = copyExternals(options.root, used, options.out);
  if (options.withRuntime) {
    place(process.execPath, join(options.out, "bin", "node"));
    for (const name of Object.keys(options.entries)) writeLauncher(options.out, name);
  }
  mkdirSync(join(options.out, "data"), { recursive: true });
  if (options.withAnvil) copyAnvil(options.root, options.out);
  const outputs = result.outputFiles.map(({ path, contents }) => ({
    file: path.slice(options.out.length + 1),
    bytes: contents.length,
  }));
  const parts = Object.entries(result.metafile.outputs)
    .filter(([file]) => file.endsWith(".mjs") && !entryFiles.has(basename(file)))
    .map(([file]) => basename(file));
  return { parts, outputs: outputs.sort((a, b) => b.bytes - a.bytes), packages };
}
