import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { repositoryRoot } from "./workspace.ts";

// Set-up runs here in a small checkout with an `npm` of its own, which installs by linking the running Node: what npm
// itself does is seen by CI, which starts from an empty checkout.
const NPM = `#!/bin/sh
echo "$1" >> "$NPM_LOG"
if [ "$1" = exec ]; then eval "\${NPM_EXEC:-true}"; echo "${process.execPath}"; exit; fi
rm -rf node_modules
eval "\${NPM_CI:-true}"
mkdir -p node_modules/node/bin && ln "${process.execPath}" node_modules/node/bin/node 2>/dev/null || cp "${process.execPath}" node_modules/node/bin/node
`;

const SCRIPT = `
process.on("SIGTERM", () => { console.log("got SIGTERM"); process.exit(7); });
console.log(JSON.stringify(process.argv.slice(2)));
if (process.argv[2] === "wait") setInterval(() => undefined, 1000);
if (process.argv[2] === "exit") process.exitCode = 5;
`;

let root = "";
const children: ChildProcess[] = [];

function manifest(parts: object): void {
  writeFileSync(
    join(root, "package.json"),
    JSON.stringify({ devDependencies: { node: process.versions.node }, ...parts }),
  );
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "setup-"));
  mkdirSync(join(root, "bin"));
  cpSync(join(repositoryRoot, "tools", "setup.mjs"), join(root, "tools", "setup.mjs"));
  cpSync(join(repositoryRoot, "tools", "setup"), join(root, "tools", "setup"), { recursive: true });
  writeFileSync(join(root, "bin", "npm"), NPM);
  chmodSync(join(root, "bin", "npm"), 0o755);
  writeFileSync(join(root, "script.ts"), SCRIPT);
  writeFileSync(join(root, "package-lock.json"), "{}");
  manifest({});
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});

const npmCalls = () =>
  existsSync(join(root, "npm.log")) ? readFileSync(join(root, "npm.log"), "utf8").trim().split("\n") : [];

function start(args: readonly string[], env: Record<string, string> = {}, nodeArgs: readonly string[] = []) {
  const PATH = `${join(root, "bin")}:${process.env.PATH}`;
  const child = spawn(process.execPath, [...nodeArgs, join(root, "tools", "setup.mjs"), ...args], {
    env: { ...process.env, PATH, NPM_LOG: join(root, "npm.log"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const seen = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    seen.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    seen.stderr += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ ...seen, code, signal }));
  return { child, seen, ended };
}

const run = (args: readonly string[] = [], env: Record<string, string> = {}) => start(args, env).ended;
const codeIn = (stderr: string) => /\[(SETUP_\w+)\]/.exec(stderr)?.[1];

describe("installing", () => {
  test("once per lock file, in one line on stderr, with stdout left to the script", async () => {
    const first = await run(["script.ts", "a", "b c"]);
    expect(first).toMatchObject({ code: 0, stdout: '["a","b c"]\n' });
    expect(first.stderr.trim().split("\n")).toHaveLength(1);
    expect(await run(["script.ts", "x"])).toMatchObject({ code: 0, stderr: "", stdout: '["x"]\n' });
    expect(npmCalls()).toEqual(["ci"]);
    writeFileSync(join(root, "package-lock.json"), '{"changed":true}');
    await run();
    expect(npmCalls()).toEqual(["ci", "ci"]);
  });

  test("a removed node_modules and a replaced Node are installed again", async () => {
    await run();
    rmSync(join(root, "node_modules"), { recursive: true });
    await run();
    rmSync(join(root, "node_modules", "node", "bin", "node"));
    writeFileSync(join(root, "node_modules", "node", "bin", "node"), "#!/bin/sh\n");
    await run();
    expect(npmCalls()).toEqual(["ci", "ci", "ci"]);
  });

  test("an interrupted installation is repeated", async () => {
    expect((await run([], { NPM_CI: "mkdir -p node_modules/half; kill -KILL $$" })).code).toBe(1);
    expect((await run()).code).toBe(0);
    expect(npmCalls()).toEqual(["ci", "ci"]);
  });

  test("an older Node brings the pinned one first", async () => {
    manifest({ devDependencies: { node: "999.0.0" } });
    const { code, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toContain("is older; no SHA-256 on record");
    expect(npmCalls()).toEqual(["exec", "ci"]);
  });

  test("the pinned one comes without an install script, whatever npm allows", async () => {
    manifest({ devDependencies: { node: "999.0.0" } });
    const isScript = '[ -z "$npm_config_allow_scripts" ] || exit 1; case "$*" in *--package=node@*) exit 1;; esac';
    expect(await run([], { NPM_EXEC: isScript })).toMatchObject({ code: 0 });
  });

  test("a Node with another checksum than recorded is never used and stays refused", async () => {
    manifest({ config: { nodeSha256: { [`${process.platform}-${process.arch}`]: "00" } } });
    for (let attempt = 0; attempt < 2; attempt++) {
      const { code, stderr, stdout } = await run(["script.ts"]);
      expect([code, codeIn(stderr), stdout]).toEqual([1, "SETUP_NODE_CHECKSUM", ""]);
    }
  });

  test.each([
    ["SETUP_NO_SPACE", "npm error code ENOSPC"],
    ["SETUP_NO_NETWORK", "npm error code ENOTFOUND"],
    ["SETUP_NO_NETWORK", "npm error code ECONNREFUSED"],
    ["SETUP_LOCK_MISMATCH", "npm error code EUSAGE"],
    ["SETUP_CORRUPT", "npm error code EINTEGRITY"],
    ["SETUP_NO_PERMISSION", "npm error code EACCES"],
    ["SETUP_INSTALL_FAILED", "npm error something else"],
  ])("%s for `%s`, with a way out", async (code, words) => {
    const { stderr, code: exit } = await run([], { NPM_CI: `echo "${words}" >&2; exit 1` });
    expect([exit, codeIn(stderr)]).toEqual([1, code]);
    expect(stderr.trim().split("\n").at(-1)?.length).toBeGreaterThan(30);
    expect(existsSync(join(root, ".setup.lock"))).toBe(false);
  });

  test("a signal ends npm and is told by the exit code", async () => {
    // A shell without the trap forgets a signal that comes while `touch` runs, and sleeps on.
    const { child, ended } = start([], {
      NPM_CI: `trap "exit 130" INT; touch ${root}/busy; while true; do sleep 0.1; done`,
    });
    await expect.poll(() => existsSync(join(root, "busy"))).toBe(true);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect([code, codeIn(stderr)]).toEqual([130, "SETUP_INTERRUPTED"]);
  });
});

describe("several at once", () => {
  test("one installs, the others wait for it", async () => {
    const all = Array.from({ length: 4 }, (_, index) => run(["script.ts", String(index)], { NPM_CI: "sleep 0.5" }));
    const results = await Promise.all(all);
    expect(results.map(({ code, stdout }) => [code, stdout])).toEqual(
      [0, 1, 2, 3].map((index) => [0, `["${index}"]\n`]),
    );
    expect(npmCalls()).toEqual(["ci"]);
    expect(existsSync(join(root, ".setup.lock"))).toBe(false);
  });

  test("the lock of a killed set-up is taken over", async () => {
    const gone = spawn("true");
    await once(gone, "close");
    writeFileSync(join(root, ".setup.lock"), `${gone.pid} ${hostname()}`);
    expect((await run()).code).toBe(0);
    expect(existsSync(join(root, ".setup.lock"))).toBe(false);
  });

  test("the npm of a killed set-up is waited for", async () => {
    const first = start([], {
      NPM_CI: `touch ${root}/busy; while [ ! -e ${root}/go ]; do sleep 0.05; done; echo end >> $NPM_LOG`,
    });
    await expect.poll(() => existsSync(join(root, "busy"))).toBe(true);
    first.child.kill("SIGKILL");
    const second = start([]);
    await expect.poll(() => second.seen.stderr).toContain("waiting for another set-up");
    writeFileSync(join(root, "go"), "");
    expect((await second.ended).code).toBe(0);
    expect(npmCalls()).toEqual(["ci", "end", "ci"]);
  });
});

// The running Node replaces its process by the script; older ones, which can't, supervise a child.
describe.each([
  ["replaced", []],
  ["supervised", ["--import", "data:text/javascript,process.execve=undefined"]],
])("the script, %s", (_name, nodeArgs) => {
  beforeEach(async () => {
    await run();
  });

  test("its exit code is the exit code", async () => {
    expect((await start(["script.ts", "exit"], {}, nodeArgs).ended).code).toBe(5);
  });

  test("a signal reaches it, and its own way to end decides", async () => {
    const { child, seen, ended } = start(["script.ts", "wait"], {}, nodeArgs);
    await expect.poll(() => seen.stdout).toContain("wait");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 7, stdout: '["wait"]\ngot SIGTERM\n' });
  });

  test("it does not outlive a set-up that was killed", async () => {
    const { child, seen, ended } = start(["script.ts", "wait"], {}, nodeArgs);
    await expect.poll(() => seen.stdout).toContain("wait");
    child.kill("SIGKILL");
    // The pipes close when the last process holding them has ended.
    await ended;
  });

  test("one that is not there is named", async () => {
    const { code, stderr } = await start(["nothing.ts"], {}, nodeArgs).ended;
    expect([code, codeIn(stderr)]).toEqual([1, "SETUP_SCRIPT_MISSING"]);
  });
});
