import { basename, join } from "node:path";
import { defineConfig } from "vitest/config";

// Shared by every project: its own vitest.config.ts is `export { default } from "../../tools/vitest.config.ts"`, or
// `mergeConfig(shared, …)` where it needs more. (`--config` on the command line would look one folder too high first.)
const root = join(import.meta.dirname, "..");
const project = basename(process.cwd());

export default defineConfig({
  cacheDir: join(root, "node_modules", ".vite", project),
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // A test that fails once has failed, and so has one that leaves a rejected promise behind.
    retry: 0,
    dangerouslyIgnoreUnhandledErrors: false,
    passWithNoTests: false,
    allowOnly: process.env.CI === undefined,
    // A limit for hangs, not a measure: shared machines with two cores are slow at times.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Waiting on a condition ends with the test, not after a second.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    reporters: ["default", "json"],
    outputFile: { json: join(root, ".reports", `${project}.json`) },
  },
});
