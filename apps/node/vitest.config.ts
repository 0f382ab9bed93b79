import { mergeConfig } from "vitest/config";
import shared from "../../tools/vitest.config.ts";
import { withPrograms } from "../../tools/vitest.programs.ts";

const programs = withPrograms({
  node: "apps/node/src/main.ts",
  writer: "apps/node/test/store/writer.ts",
  busyWriter: "apps/node/test/store/leveldb/busyWriter.ts",
  openDamaged: "apps/node/test/store/leveldb/openDamaged.ts",
});

export default mergeConfig(shared, programs);
