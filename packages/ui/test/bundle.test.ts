// @vitest-environment node
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Bundles what an app would import, and returns the chunks with the packages in each. */
async function bundle(contents: string) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    jsx: "automatic",
    write: false,
    metafile: true,
    outdir: "dist",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  return Object.values(metafile.outputs).map((output) => ({
    isEntry: output.entryPoint !== undefined,
    bytes: output.bytes,
    packages: packagesIn(output),
  }));
}

function packagesIn({ inputs }: Metafile["outputs"][string]): Set<string> {
  const names = Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return new Set(names);
}

it("a rule alone brings no component and no React", async () => {
  const chunks = await bundle('export { formatAmount } from "./src/index.ts";');
  const entry = chunks.find(({ isEntry }) => isEntry);
  expect([...(entry?.packages ?? [])]).toEqual([]);
  expect(entry?.bytes).toBeLessThan(3000);
});

it("Recharts comes in a chunk of its own, after the page", async () => {
  const chunks = await bundle('export * from "./src/index.ts";');
  const entry = chunks.find(({ packages }) => packages.has("intl-messageformat"));
  expect(entry?.packages.has("recharts")).toBe(false);
  expect(chunks.filter(({ packages }) => packages.has("recharts"))).toHaveLength(1);
});

it("a schema of the API isn't dragged along by its types", async () => {
  const chunks = await bundle('export * from "./src/index.ts";');
  expect(chunks.some(({ packages }) => packages.has("zod"))).toBe(false);
});
