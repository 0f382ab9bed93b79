import { missingEntries } from "../complete-lock.mjs";
import { isRecord } from "../workspace.ts";
import type { Problem } from "./problem.ts";

const FILE = "package-lock.json";

/**
 * Checks the lock file: usable on every system, from every registry, and with a word on each install script.
 * @param text content of package-lock.json
 * @param allowScripts the root package.json's `allowScripts`: `name` or `name@version` → allowed or not
 */
export function findLockProblems(text: string, allowScripts: Readonly<Record<string, unknown>>): Problem[] {
  const lock: unknown = JSON.parse(text);
  if (!isRecord(lock) || !isRecord(lock.packages))
    return [{ code: "LOCK_SHAPE", where: FILE, what: "has no packages" }];
  const incomplete = missingEntries({ packages: lock.packages }).map(({ name, parent }) => ({
    code: "LOCK_INCOMPLETE",
    where: FILE,
    what: `${name} (of ${parent}) is missing: run \`node tools/complete-lock.mjs\``,
  }));
  const entries = Object.entries(lock.packages).flatMap(([key, entry]) =>
    isRecord(entry) ? [[key, entry] as const] : [],
  );
  const addressed = entries
    .filter(([, { resolved }]) => typeof resolved === "string" && resolved.startsWith("http"))
    .map(([key]) => ({
      code: "LOCK_RESOLVED",
      where: FILE,
      what: `${key} names a download address, which ties it to one registry`,
    }));
  const scripted = entries
    .filter(([key, { hasInstallScript }]) => hasInstallScript === true && key.includes("node_modules/"))
    .map(([key, { version }]) => ({
      name: key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
    }))
    .filter(({ name, version }) => !(name in allowScripts) && !(`${name}@${String(version)}` in allowScripts))
    .map(({ name, version }) => ({
      code: "LOCK_SCRIPT",
      where: FILE,
      what: `${name}@${String(version)} has an install script: allow or deny it in allowScripts`,
    }));
  // Entries added for other systems have no integrity; whatever is required must have one.
  const unverified = entries
    .filter(
      ([key, { integrity, link, optional }]) =>
        key.includes("node_modules/") && integrity === undefined && link !== true && optional !== true,
    )
    .map(([key]) => ({ code: "LOCK_INTEGRITY", where: FILE, what: `${key} has no integrity hash` }));
  return [...incomplete, ...addressed, ...scripted, ...unverified];
}
