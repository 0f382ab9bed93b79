import { defineConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";

// Drives Chromium against a devnet: `npm run test:browser`. Its own list of files, so not merged with the shared one.
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ["test/browser/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
