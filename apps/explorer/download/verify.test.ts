// @vitest-environment node
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckpointBundle } from "../src/verify/bundle.ts";
import { verifyCheckpoint } from "../src/verify/verifyCheckpoint.ts";
import { flipBit, makeBundle } from "../test/support/bundle.ts";

// The script as a reader runs it: in a folder that has noble and nothing else of ours.
let folder: string;
const script = join(import.meta.dirname, "verify.mjs");

function packageFolder(name: string): string {
  const found = createRequire(import.meta.url)
    .resolve.paths(name)
    ?.map((place) => join(place, name));
  const entry = createRequire(import.meta.url).resolve(`${name}/utils.js`);
  return found?.find((place) => entry.startsWith(place)) ?? dirname(entry);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-script-"));
  await mkdir(join(folder, "node_modules/@noble"), { recursive: true });
  for (const name of ["@noble/curves", "@noble/hashes"])
    await symlink(packageFolder(name), join(folder, "node_modules", name));
  await copyFile(script, join(folder, "verify.mjs"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(bundle: CheckpointBundle): Promise<{ lines: string[]; exitCode: number }> {
  const file = join(folder, "checkpoint.json");
  await writeFile(file, JSON.stringify(bundle));
  return new Promise((resolve) =>
    execFile(process.execPath, [join(folder, "verify.mjs"), file], (error, stdout) =>
      resolve({ lines: stdout.trim().split("\n"), exitCode: typeof error?.code === "number" ? error.code : 0 }),
    ),
  );
}

/** The first step the page calls wrong: where the script must stop. */
function firstFailed(bundle: CheckpointBundle): string | undefined {
  return [...verifyCheckpoint(bundle)].find(({ state }) => state === "failed")?.id;
}

test("it has thirty lines and imports noble alone", async () => {
  const text = await readFile(script, "utf8");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
  const imported = [...text.matchAll(/^import .* from "([^"]+)";/gm)].map(([, name]) => name);
  expect(imported.filter((name) => name?.startsWith("@noble/") !== true)).toEqual(["node:fs"]);
  expect(imported).toHaveLength(5);
});

test("a good checkpoint passes every step", async () => {
  const { lines, exitCode } = await run(makeBundle());
  expect(lines.map((line) => line.split(/\s+/))).toEqual(
    ["block", "digest", "set", "absentees", "signature", "root", "claim"].map((name) => ["ok", name]),
  );
  expect(exitCode).toBe(0);
});

describe("it stops at the step the page calls wrong", () => {
  const good = makeBundle();
  const { certificate, checkpoint, contract, claim } = good;
  const wrongs: [string, CheckpointBundle][] = [
    [
      "a bit of the signature",
      { ...good, certificate: { ...certificate, signature: flipBit(certificate.signature, 1999) } },
    ],
    [
      "a bit of its padding",
      { ...good, certificate: { ...certificate, signature: flipBit(certificate.signature, 3) } },
    ],
    ["a wrong absentee", { ...good, certificate: { ...certificate, absent: [2, 300] } }],
    ["a wrong root", { ...good, checkpoint: { ...checkpoint, claimsRoot: flipBit(checkpoint.claimsRoot, 0) } }],
    ["a wrong height", { ...good, checkpoint: { ...checkpoint, height: 141 } }],
    ["another chain", { ...good, network: { ...good.network, chainId: "1" } }],
    ["too few signers", makeBundle({ absent: [1, 2, 3] })],
    ["a node less", { ...good, contract: { ...contract, nodes: contract.nodes.slice(1) } }],
    ["another stored root", { ...good, contract: { ...contract, storedRoot: flipBit(contract.storedRoot, 4) } }],
    ["a claim of more", { ...good, claim: claim === null ? null : { ...claim, value: "19439980410" } }],
  ];
  test.each(wrongs)("%s", async (_name, bundle) => {
    const { lines, exitCode } = await run(bundle);
    expect(lines.at(-1)?.split(/\s+/)).toEqual(["FAILED", firstFailed(bundle)]);
    expect(exitCode).toBe(1);
  });
});
