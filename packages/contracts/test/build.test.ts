import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** EIP-170. */
const MAX_CODE_BYTES = 24_576;
/** Warnings that are meant: the transient storage of KeyBlobs is cleared in the same call. */
const ALLOWED_WARNINGS: readonly { code: string; file: string }[] = [
  { code: "2394", file: "contracts/bls/KeyBlobs.sol" },
];

type BuildInfo = { readonly input: SolcInput };
type SolcInput = { settings: Record<string, unknown>; sources: Record<string, unknown> };
type SolcError = { errorCode?: string; severity: string; formattedMessage: string; sourceLocation?: { file: string } };

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

/** What the compiler says of everything built, without generating code. */
function analyse(): SolcError[] {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const inputs = globSync(join(root, "artifacts/build-info/*.json"))
    .filter((path) => !path.endsWith(".output.json"))
    .map((path) => read<BuildInfo>(path).input);
  assert.ok(inputs.length > 0, "nothing was built");
  return inputs.flatMap((input) => {
    const settings = { ...input.settings, outputSelection: { "*": { "": ["ast"] } } };
    const output = JSON.parse(solc.compile(JSON.stringify({ ...input, settings }))) as { errors?: SolcError[] };
    return output.errors ?? [];
  });
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
    const sizes = globSync(join(root, "artifacts/contracts/**/*.json")).map((path) => {
      const { contractName, deployedBytecode } = read<{ contractName: string; deployedBytecode: string }>(path);
      return { contractName, bytes: (deployedBytecode.length - 2) / 2 };
    });
    assert.ok(sizes.some(({ contractName, bytes }) => contractName === "ServiceNodeRewards" && bytes > 10_000));
    assert.deepEqual(
      sizes.filter(({ bytes }) => bytes > MAX_CODE_BYTES),
      [],
    );
  });
});
