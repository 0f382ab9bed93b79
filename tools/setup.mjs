#!/usr/bin/env node
// Set-up: brings the pinned Node and the locked dependencies if they are missing, then runs a script with them.
//
//   node tools/setup.mjs                      set up only
//   node tools/setup.mjs <script> [args…]     set up, then run the script (path below the root of the checkout)
//   node tools/setup.mjs --stamp              record an installation made by hand; npm runs it after `npm install`
//
// Plain JavaScript for Node 18 and newer without dependencies: it runs before anything is installed.
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup/errors.mjs";
import { ensureInstalled, IN_SETUP, writeStamp } from "./setup/install.mjs";
import { launch } from "./setup/launch.mjs";
import { compareVersions, readPinned, verifyBinary } from "./setup/pinned.mjs";

const OLDEST_NODE = "18.0.0";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);

/** An installation made under an older Node lacks platform packages that it was too old for: that one is not recorded. */
async function stamp() {
  const pinned = readPinned(root);
  if (process.env[IN_SETUP] !== undefined) return; // set-up's own `npm ci`: it looks at the result itself
  if (compareVersions(process.version, pinned.version) < 0 || !existsSync(pinned.binary)) return;
  await verifyBinary(pinned.binary, pinned.sha256);
  writeStamp(root, pinned);
}

async function main([script, ...args]) {
  if (compareVersions(process.version, OLDEST_NODE) < 0)
    throw new SetupError("SETUP_NODE_TOO_OLD", { found: process.version });
  if (script === "--stamp") return stamp();
  const pinned = await ensureInstalled(root, say);
  if (script !== undefined) process.exitCode = await launch(root, pinned.binary, script, args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isKnown = error instanceof SetupError;
  const isFull = error?.code === "ENOSPC" || error?.code === "EDQUOT";
  say(
    isKnown
      ? error.message
      : isFull
        ? new SetupError("SETUP_NO_SPACE", { folder: root }).message
        : (error?.stack ?? String(error)),
  );
  const signal = isKnown ? constants.signals[error.detail.signal] : undefined;
  process.exitCode = signal === undefined ? 1 : 128 + signal;
}
