import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { layoutSnapshot, renderLayout } from "../scripts/renderLayout.ts";

describe("storage layout", () => {
  it("is that of snapshots/layout.json: an upgrade finds its data where it was", () => {
    const layout = renderLayout();
    assert.ok(layout !== undefined, "contracts/testing/StorageLayouts.sol was not built");
    assert.deepEqual(layout, JSON.parse(readFileSync(layoutSnapshot, "utf8")));
  });
});
