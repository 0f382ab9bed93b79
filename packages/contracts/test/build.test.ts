import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, it } from "node:test";
import { buildInfos, builtArtifacts, root } from "../scripts/builds.ts";

/** EIP-170. */
const MAX_CODE_BYTES = 24_576;
/** Warnings that are meant: the transient storage of KeyBlobs is cleared in the same call. */
const ALLOWED_WARNINGS: readonly { code: string; file: string }[] = [
  { code: "2394", file: "contracts/bls/KeyBlobs.sol" },
];

type SolcInput = { settings: Record<string, unknown>; sources: Record<string, { content: string }> };
type SolcError = { errorCode?: string; severity: string; formattedMessage: string; sourceLocation?: { file: string } };

/** What the compiler says of all sources as they are now, without generating code. */
function analyse(): SolcError[] {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const inputs = buildInfos<SolcInput>("input");
  const [first] = inputs;
  assert.ok(first !== undefined, "nothing was built");
  // A build recompiles only what changed, so that older inputs hold older texts.
  const names = new Set(inputs.flatMap(({ sources }) => Object.keys(sources)));
  const sources = Object.fromEntries(
    [...names].flatMap((name) => {
      const content = currentText(name) ?? inputs.find((input) => name in input.sources)?.sources[name]?.content;
      return content === undefined ? [] : [[name, { content }]];
    }),
  );
  const settings = { ...first.settings, outputSelection: { "*": { "": ["ast"] } } };
  const output = JSON.parse(solc.compile(JSON.stringify({ ...first, settings, sources }))) as { errors?: SolcError[] };
  return output.errors ?? [];
}

/** A project file's text; nothing for a file of a package, which doesn't change, or for one that was deleted. */
function currentText(sourceName: string): string | undefined {
  const path = join(root, sourceName.replace(/^project\//, ""));
  return sourceName.startsWith("project/") && existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

describe("the build", () => {
  it("has no compiler warnings in the project's own sources", () => {
    const found = analyse();
    for (const { code, file } of ALLOWED_WARNINGS)
      assert.ok(
        found.some(
          ({ errorCode, sourceLocation }) => code === errorCode && sourceLocation?.file.endsWith(file) === true,
        ),
        `${file} no longer warns: take it off the list`,
      );
    const unexpected = found.filter(
      ({ errorCode, sourceLocation }) =>
        !ALLOWED_WARNINGS.some(
          ({ code, file }) => code === errorCode && sourceLocation?.file.endsWith(file) === true,
        ) &&
        sourceLocation?.file.includes("node_modules") !== true &&
        sourceLocation?.file.startsWith("npm/") !== true,
    );
    assert.deepEqual(
      unexpected.map(({ formattedMessage }) => formattedMessage),
      [],
    );
  });

  it("keeps every contract within 24,576 bytes of code", () => {
    const sizes = builtArtifacts().map(({ contractName, deployedBytecode }) => ({
      contractName,
      bytes: (deployedBytecode.length - 2) / 2,
    }));
    assert.ok(sizes.some(({ contractName, bytes }) => contractName === "ServiceNodeRewards" && bytes > 10_000));
    assert.deepEqual(
      sizes.filter(({ bytes }) => bytes > MAX_CODE_BYTES),
      [],
    );
  });
});
