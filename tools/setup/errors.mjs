// Everything that can go wrong in set-up, with what the reader can do about it. Codes are what tests and issues quote.

/** @type {Record<string, (detail: Record<string, string>) => [what: string, wayOut: string]>} */
const CATALOGUE = {
  SETUP_NODE_TOO_OLD: ({ found }) => [
    `this set-up step needs Node 18 or newer, and this is ${found}`,
    "Install any Node from 18 on (https://nodejs.org); the exact release the project uses is then brought by set-up.",
  ],
  SETUP_NPM_MISSING: () => ["npm was not found in PATH", "Install npm (it comes with Node: https://nodejs.org)."],
  SETUP_NO_NETWORK: ({ reason }) => [
    `the npm registry could not be reached (${reason})`,
    "Check the connection, the proxy (HTTPS_PROXY) and `npm config get registry`, then run the same command again.",
  ],
  SETUP_NO_SPACE: ({ folder }) => [
    `the disk is full while writing below ${folder}`,
    "Free about 2 GB (`npm cache clean --force` helps), then run the same command again; nothing half-done is kept.",
  ],
  SETUP_NO_PERMISSION: ({ reason }) => [
    `a file may not be written (${reason})`,
    "Give this user the rights to the checkout and to npm's cache (`npm config get cache`), then run the command again.",
  ],
  SETUP_LOCK_MISMATCH: () => [
    "package.json and package-lock.json do not agree",
    "Run `npm install`, then `node tools/complete-lock.mjs`, and commit both files.",
  ],
  SETUP_CORRUPT: ({ reason }) => [
    `a downloaded package is not what the lock file recorded (${reason})`,
    "Run `npm cache verify` and the same command again; if it stays, the registry serves a different package: stop.",
  ],
  SETUP_NODE_UNAVAILABLE: ({ version, platform }) => [
    `npm has no Node ${version} for ${platform}`,
    `Install Node ${version} by hand (https://nodejs.org/dist/v${version}/) and run the command again with it.`,
  ],
  SETUP_NODE_CHECKSUM: ({ file, expected, actual }) => [
    `${file} has SHA-256 ${actual}, recorded is ${expected}`,
    "Do not run it. Delete the file and npm's cache (`npm cache clean --force`) and run the command again.",
  ],
  SETUP_LOCKED: ({ owner, seconds }) => [
    `another set-up (process ${owner}) has been at work for ${seconds} s`,
    "Wait for it or end it, then run the command again.",
  ],
  SETUP_INTERRUPTED: ({ signal }) => [
    `${signal} came`,
    "Run the same command again: it starts where nothing is half-done.",
  ],
  SETUP_INSTALL_FAILED: ({ command, exit }) => [
    `\`${command}\` ended with ${exit}`,
    "npm's own words stand above. Run the same command again once their cause is gone.",
  ],
  SETUP_SCRIPT_MISSING: ({ script }) => [
    `there is no ${script}`,
    "Check the name: paths count from the root of the checkout.",
  ],
};

/** A failure of set-up with a code from the catalogue. */
export class SetupError extends Error {
  /**
   * @param {keyof typeof CATALOGUE} code
   * @param {Record<string, string>} detail
   */
  constructor(code, detail = {}) {
    const [what, wayOut] = CATALOGUE[code](detail);
    super(`set-up stopped: ${what} [${code}]\n${wayOut}`);
    this.name = "SetupError";
    this.code = code;
    this.detail = detail;
  }
}

// The names npm (https://docs.npmjs.com) and Node give to the same few causes; order decides where several appear.
const CAUSES = [
  ["SETUP_NO_SPACE", /\b(ENOSPC|EDQUOT)\b/],
  [
    "SETUP_NO_NETWORK",
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/,
  ],
  ["SETUP_CORRUPT", /\b(EINTEGRITY|Z_BUF_ERROR|TAR_BAD_ARCHIVE)\b/],
  ["SETUP_LOCK_MISMATCH", /\bEUSAGE\b/],
  ["SETUP_NODE_UNAVAILABLE", /\b(ETARGET|E404)\b.*\n(?:.*\n)*.*\bnode-/],
  ["SETUP_NO_PERMISSION", /\b(EACCES|EPERM|EROFS)\b/],
];

/**
 * Turns npm's output into a coded error.
 * @param {string} output what npm wrote to stderr
 * @param {Record<string, string>} detail for the message: `folder`, `version`, `platform`, `command`, `exit`
 */
export function explainNpm(output, detail) {
  for (const [code, pattern] of CAUSES) {
    const match = pattern.exec(output);
    if (match !== null) return new SetupError(code, { ...detail, reason: match[1] ?? match[0] });
  }
  return new SetupError("SETUP_INSTALL_FAILED", detail);
}
