#!/usr/bin/env node
// Completes package-lock.json with the platform packages that the registry used for `npm install` did not serve.
//
// Why: npm leaves an optional dependency out of the lock when it can't fetch its manifest, and `npm ci` elsewhere then
// refuses the lock (EUSAGE). The missing entries hold nothing that isn't known: version from the parent's exact
// optionalDependencies, platform from the package's name. They carry no integrity, as nobody here has seen the bytes;
// the next `npm install` on such a platform fills it in.
//
// Usage: node tools/complete-lock.mjs [--check] [lock file]      plain JavaScript: it may have to run before `npm ci`.
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OPERATING_SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos"];
OPERATING_SYSTEMS.push("win32");
const CPUS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const CPU_ALIASES = { amd64: "x64", x86: "ia32" };

/**
 * Reads a platform out of a package's name.
 * @param {string} name for example `@biomejs/cli-linux-x64-musl`
 * @returns {{os?: string[], cpu: string[], libc?: string[]} | undefined} npm's own field shapes; undefined when the name tells none
 */
export function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => OPERATING_SYSTEMS.includes(word));
  const cpu = words.map((word) => CPU_ALIASES[word] ?? word).find((word) => CPUS.includes(word));
  // WebAssembly builds run under any system.
  if (cpu === "wasm32" && os === undefined) return { cpu: [cpu] };
  if (os === undefined || cpu === undefined) return undefined;
  const libc =
    os !== "linux" ? undefined : words.includes("musl") ? "musl" : words.includes("gnu") ? "glibc" : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

/** True when `name`, required by the package at lock path `from`, is found in the lock by Node's upward search. */
function isLocked(packages, from, name) {
  for (let folder = from; ; ) {
    const key = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (key in packages) return true;
    if (folder === "") return false;
    const parent = folder.lastIndexOf("/node_modules/");
    folder = parent === -1 ? "" : folder.slice(0, parent);
  }
}

/**
 * Lists the optional dependencies that the lock names but does not hold.
 * @param {{packages: Record<string, object>}} lock parsed package-lock.json (lockfileVersion 3)
 * @returns {{key: string, name: string, parent: string, entry: object | undefined}[]} entry is undefined when version or
 *   platform can't be told
 */
export function missingEntries(lock) {
  const missing = new Map();
  for (const [parent, meta] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(meta.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, parent, name)) continue;
      const key = `node_modules/${name}`;
      const platform = platformOf(name);
      const isExact = /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
      const known = platform !== undefined && isExact;
      const entry = known ? { version, ...(meta.dev ? { dev: true } : {}), optional: true, ...platform } : undefined;
      missing.set(key, { key, name, parent, entry });
    }
  }
  return [...missing.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Returns a copy of the lock with the given entries, its packages in npm's order. */
export function complete(lock, missing) {
  const packages = { ...lock.packages };
  for (const { key, entry } of missing) packages[key] = entry;
  const ordered = Object.keys(packages).sort((a, b) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(ordered.map((key) => [key, packages[key]])) };
}

/** Runs the command; returns its exit code. */
export function main(args, print = console.error) {
  const file =
    args.find((arg) => !arg.startsWith("--")) ?? fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingEntries(lock);
  const unknown = missing.filter(({ entry }) => entry === undefined);
  for (const { name, parent } of unknown)
    print(`LOCK_PLATFORM_UNKNOWN ${name} (of ${parent}): no exact version or platform to lock`);
  if (args.includes("--check")) {
    for (const { name, parent } of missing) print(`LOCK_INCOMPLETE ${name} (of ${parent}) is missing`);
    if (missing.length > 0)
      print("Run `node tools/complete-lock.mjs`: without these entries `npm ci` fails on other systems.");
    return missing.length > 0 ? 1 : 0;
  }
  const known = missing.filter(({ entry }) => entry !== undefined);
  if (known.length > 0) writeFileSync(file, `${JSON.stringify(complete(lock, known), null, 2)}\n`);
  print(`${known.length} lock entries added, ${unknown.length} unknown`);
  return unknown.length > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
