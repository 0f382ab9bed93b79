import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";

// Two of its files run a whole network each: one after the other, a machine with two cores has time for both.
export default mergeConfig(shared, { test: { fileParallelism: false } });
