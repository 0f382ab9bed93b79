import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";

export default mergeConfig(shared, { test: { globalSetup: ["test/support/postgresServer.ts"] } });
