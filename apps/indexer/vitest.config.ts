import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";
import { withPrograms } from "../../tools/vitest.programs.ts";

const programs = withPrograms({
  indexer: "apps/indexer/src/main.ts",
  node: "apps/node/src/main.ts",
  appchainChild: "apps/indexer/test/appchain/indexerChild.ts",
  followChild: "apps/indexer/test/pipeline/child/follow.ts",
  alertsChild: "apps/indexer/test/alerts/child/alerts.ts",
  writingChild: "apps/indexer/test/database/child/writeUntilKilled.ts",
});

export default mergeConfig(mergeConfig(shared, programs), {
  test: { globalSetup: ["test/support/postgresServer.ts", "test/support/pgliteTemplate.ts"] },
});
