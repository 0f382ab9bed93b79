import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

test.each(["./index.ts", "./backends/noble.ts"])(
  "%s runs in a browser: nothing of Node, nothing native",
  async (file) => {
    const { metafile, warnings } = await build({
      entryPoints: [path(file)],
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.some((input) => input.includes("@noble/curves"))).toBe(true);
    expect(inputs.filter((input) => input.includes("blst") || input.includes("worker"))).toEqual([]);
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports.filter((entry) => entry.external === true)).toEqual([]);
  },
);
