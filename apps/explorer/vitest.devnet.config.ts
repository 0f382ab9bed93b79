import { defineConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";

// On a running network: `npm run test:devnet`. Its own list of files, so not merged with the shared one.
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ["test/devnet/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
