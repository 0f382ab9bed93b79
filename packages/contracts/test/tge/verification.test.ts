import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../../scripts/builds.ts";
import { SOURCES } from "../../scripts/renderGenerated.ts";
import { verificationInputs } from "../../scripts/verification.ts";
import { seshArtifact, tokenVestingStakingArtifact } from "../../src/index.ts";

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>;
};

const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string; version(): string };

describe("verification input", () => {
  const inputs = verificationInputs(solc.version());

  it("covers every contract deployed on a public network, with the compiler as explorers list it", () => {
    const deployed = Object.keys(SOURCES).filter((name) => !name.startsWith("Devnet"));
    assert.deepEqual(inputs.map(({ contractName }) => contractName).toSorted(), deployed.toSorted());
    for (const { compilerVersion } of inputs) assert.match(compilerVersion, /^v0\.8\.37\+commit\.[0-9a-f]{8}$/);
  });

  it("compiles to the code that is deployed, from the sources as they are", () => {
    for (const artifact of [seshArtifact, tokenVestingStakingArtifact]) {
      const found = inputs.find(({ contractName }) => contractName === artifact.contractName);
      assert.ok(found !== undefined);
      const [source = "", name = ""] = found.fullyQualifiedName.split(":");
      assert.equal(found.input.sources[source]?.content, readFileSync(join(root, artifact.sourceName), "utf8"));
      const outputSelection = { [source]: { [name]: ["evm.bytecode.object"] } };
      const settings = { ...found.input.settings, outputSelection };
      const output = JSON.parse(solc.compile(JSON.stringify({ ...found.input, settings }))) as Output;
      assert.deepEqual(
        (output.errors ?? []).filter(({ severity }) => severity === "error"),
        [],
      );
      assert.equal(`0x${output.contracts?.[source]?.[name]?.evm.bytecode.object}`, artifact.bytecode);
    }
  });
});
