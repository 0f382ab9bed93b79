import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";
import { ByName } from "./test/support/order.ts";

export default mergeConfig(shared, {
  test: {
    globalSetup: ["test/globalSetup.ts"],
    // One devnet for all files, and two cores: pages beside each other would only slow each other down.
    fileParallelism: false,
    sequence: { sequencer: ByName },
    // A limit for hangs: a shared machine may be ten times as slow as a quiet one.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 120_000, interval: 250 } },
  },
});
