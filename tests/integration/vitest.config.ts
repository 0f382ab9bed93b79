import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";

export default mergeConfig(shared, {
  test: {
    globalSetup: ["test/globalSetup.ts"],
    // Each file starts networks of its own; two of them at once would only slow each other down.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    // Ryuk, testcontainers' reaper, is an image that would have to be pulled; test/support/leftovers.ts cleans up instead.
    env: { TESTCONTAINERS_RYUK_DISABLED: "true" },
  },
});
