import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { generatedDirectory, renderGenerated } from "../scripts/renderGenerated.ts";

describe("generated ABIs and artifacts", () => {
  it("are those of a fresh build (npm run generate)", () => {
    const fresh = renderGenerated();
    assert.deepEqual(readdirSync(generatedDirectory).toSorted(), fresh.map(({ fileName }) => fileName).toSorted());
    for (const { fileName, text } of fresh)
      assert.ok(readFileSync(join(generatedDirectory, fileName), "utf8") === text, `${fileName} is out of date`);
  });
});
