import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.jsdom.config.ts";

export default mergeConfig(shared, { test: { exclude: ["test/devnet/**"] } });
