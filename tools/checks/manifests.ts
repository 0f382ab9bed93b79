import { basename, dirname } from "node:path";
import { isRecord, stringsOf } from "../workspace.ts";
import type { Problem, SourceFile } from "./problem.ts";
import { SHARED_SETTINGS, STANDALONE } from "./rules.ts";

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const VERSION_FIELDS = ["dependencies", "devDependencies", "optionalDependencies"];

function checkVersions(path: string, manifest: Record<string, unknown>): Problem[] {
  return VERSION_FIELDS.flatMap((field) =>
    Object.entries(stringsOf(manifest[field]))
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => ({
        code: "MANIFEST_RANGE",
        where: path,
        what: `${name} ${version} in ${field}: pin one exact version`,
      })),
  );
}

function checkNames(path: string, manifest: Record<string, unknown>): Problem[] {
  const folder = path.split("/").at(-2);
  if (folder === undefined) return [];
  const problems: Problem[] = [];
  const nx = isRecord(manifest.nx) ? manifest.nx : {};
  if (nx.name !== folder)
    problems.push({ code: "MANIFEST_NX_NAME", where: path, what: `nx.name must be the folder's name, ${folder}` });
  // npm links workspaces into node_modules by name: one called `node` would replace the runtime.
  const expected = folder === "node" ? "@session/session-node" : `@session/${folder}`;
  if (manifest.name !== expected)
    problems.push({ code: "MANIFEST_NAME", where: path, what: `name must be ${expected}` });
  return problems;
}

/** A project with Vitest must use the shared settings: they make unhandled rejections fail and write the report. */
function checkTestSettings(path: string, manifest: Record<string, unknown>, files: readonly SourceFile[]): Problem[] {
  if (stringsOf(manifest.scripts).test?.includes("vitest") !== true) return [];
  const settings = files.find((file) => file.path === `${dirname(path)}/vitest.config.ts`);
  if (SHARED_SETTINGS.some((shared) => settings?.text.includes(`/${shared}"`) === true)) return [];
  return [
    {
      code: "MANIFEST_TEST_SETTINGS",
      where: path,
      what: `its vitest.config.ts must export or merge ${SHARED_SETTINGS.join(" or ")}`,
    },
  ];
}

/** Checks every package.json: exact versions only, names after folders, the shared test settings. */
export function findManifestProblems(files: readonly SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => basename(path) === "package.json")
    .flatMap(({ path, text }) => {
      const manifest: unknown = JSON.parse(text);
      // Not a workspace, so its name is its own affair.
      if (isRecord(manifest) && STANDALONE.some((folder) => path.startsWith(folder)))
        return checkVersions(path, manifest);
      return isRecord(manifest)
        ? [...checkVersions(path, manifest), ...checkNames(path, manifest), ...checkTestSettings(path, manifest, files)]
        : [];
    });
}
