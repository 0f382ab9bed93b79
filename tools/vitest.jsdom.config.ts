import { mergeConfig } from "vitest/config";
import shared from "./vitest.config.ts";

// For projects that draw pages. A jsdom for each file costs more than its tests do: a worker makes one and gives each file a
// context of its own in it, in a third of the time.
export default mergeConfig(shared, {
  test: {
    environment: "jsdom",
    pool: "vmThreads",
    setupFiles: ["@session/ui/test-setup"],
  },
});
