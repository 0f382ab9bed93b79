// Installs what package-lock.json says, once per content of it.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs, { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { explainNpm, SetupError } from "./errors.mjs";
import { withLock } from "./lock.mjs";
import { compareVersions, fetchPinned, readPinned, verifyBinary } from "./pinned.mjs";

/** Set in the environment of set-up's own `npm ci`. */
export const IN_SETUP = "SESSION_IN_SETUP";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
// The last megabytes are never all usable: blocks, rights, other programs.
const FULL_BYTES = 16 * 1024 * 1024;

// Inside node_modules, so that whatever removes the installation (npm ci does, first of all) removes the stamp too.
const stampFile = (root) => join(root, "node_modules", ".setup.json");

/** What an installation depends on, as one line. */
function fingerprint(root, pinned) {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${lock} node ${pinned.version} ${pinned.platform}`;
}

/** Size and change time of the Node binary, so that one replaced by hand is hashed again, and only then. */
function identify(binary) {
  const { size, mtimeMs } = statSync(binary);
  return `${size} ${mtimeMs}`;
}

/** True when the last completed set-up was for this lock file and this Node. */
export function isInstalled(root, pinned) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile(root), "utf8"));
    return stamp.inputs === fingerprint(root, pinned) && stamp.binary === identify(pinned.binary);
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Records a completed installation. The rename makes it one step: there is no half-written stamp. */
export function writeStamp(root, pinned) {
  const content = { inputs: fingerprint(root, pinned), binary: identify(pinned.binary) };
  const file = stampFile(root);
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(content)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}

/** Bytes a user may still write where `folder` lies; Infinity where Node can't tell. */
function freeBytes(folder) {
  if (typeof fs.statfsSync !== "function") return Number.POSITIVE_INFINITY; // from Node 18.15 on
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}

/**
 * Watches what `npm ci` runs into: its words, a signal to end, and a disk that fills up (which npm reports as broken
 * packages, and no longer sees once it has cleaned up after itself).
 */
function watch(npm, root) {
  const seen = { output: "", signal: undefined, freeBytes: freeBytes(root) };
  const look = setInterval(() => {
    seen.freeBytes = Math.min(seen.freeBytes, freeBytes(root));
  }, 100);
  npm.stderr.on("data", (chunk) => {
    seen.output += chunk;
    process.stderr.write(chunk);
  });
  const stop = (signal) => {
    seen.signal = signal;
    try {
      process.kill(process.platform === "win32" ? npm.pid : -npm.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const end = () => {
    clearInterval(look);
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  };
  return { seen, end };
}

/** Runs `npm ci` with the given Node first in PATH; only its errors are shown, on stderr: stdout is the script's. */
function runNpmCi(root, node, pinned, noteGroup) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`;
  const isWindows = process.platform === "win32";
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    env: { ...process.env, [IN_SETUP]: "1", PATH: path },
    stdio: ["ignore", "ignore", "pipe"],
    shell: isWindows,
    detached: !isWindows, // a group of its own, which can be ended as a whole and be waited for
  });
  if (npm.pid !== undefined && !isWindows) noteGroup(npm.pid);
  const { seen, end } = watch(npm, root);
  return new Promise((resolve, reject) => {
    npm.on("error", (error) => {
      end();
      reject(error.code === "ENOENT" ? new SetupError("SETUP_NPM_MISSING") : error);
    });
    npm.on("close", (code, signal) => {
      end();
      if (code === 0) return resolve(undefined);
      if (seen.signal !== undefined) return reject(new SetupError("SETUP_INTERRUPTED", { signal: seen.signal }));
      if (seen.freeBytes < FULL_BYTES) return reject(new SetupError("SETUP_NO_SPACE", { folder: root }));
      const detail = { version: pinned.version, platform: pinned.platform, folder: root, command: "npm ci" };
      return reject(explainNpm(seen.output, { ...detail, exit: String(signal ?? code) }));
    });
  });
}

/** The one line that set-up says. */
function describe(root, pinned, isOwnNodeEnough) {
  const why = existsSync(join(root, "node_modules")) ? "package-lock.json or Node changed" : "nothing is installed yet";
  const trust =
    pinned.sha256 === undefined ? `no SHA-256 on record for ${pinned.platform}: unverified` : "SHA-256 verified";
  const node = isOwnNodeEnough
    ? `Node ${process.version}`
    : `Node ${pinned.version} (${process.version} is older; ${trust})`;
  return `set-up: ${why}; npm ci with ${node}, about half a minute`;
}

async function install(root, pinned, say, noteGroup) {
  const isOwnNodeEnough = compareVersions(process.version, pinned.version) >= 0;
  say(describe(root, pinned, isOwnNodeEnough));
  // The own binary may lie in the node_modules that npm ci is about to delete, and then can't start npm's children.
  const isOwnNodeInside = process.execPath.startsWith(join(root, "node_modules"));
  const node = isOwnNodeEnough && !isOwnNodeInside ? process.execPath : await fetchPinned(pinned);
  rmSync(stampFile(root), { force: true });
  await runNpmCi(root, node, pinned, noteGroup);
  const detail = { version: pinned.version, platform: pinned.platform };
  if (!existsSync(pinned.binary)) throw new SetupError("SETUP_NODE_UNAVAILABLE", detail);
  await verifyBinary(pinned.binary, pinned.sha256);
  writeStamp(root, pinned);
}

/**
 * Makes sure that the installation matches the lock file.
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 * @returns {Promise<{version: string, platform: string, sha256: string | undefined, binary: string}>} the pinned Node
 * @throws {SetupError}
 */
export async function ensureInstalled(root, say) {
  const pinned = readPinned(root);
  if (isInstalled(root, pinned)) return pinned;
  const onWait = (pid) => say(`set-up: waiting for another set-up (process ${pid})`);
  await withLock(join(root, ".setup.lock"), onWait, async (noteGroup) => {
    if (!isInstalled(root, pinned)) await install(root, pinned, say, noteGroup);
  });
  return pinned;
}
