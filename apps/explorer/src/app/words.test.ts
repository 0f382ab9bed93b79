import { join } from "node:path";
import { describeWords } from "@session/web/test";
import { describe } from "vitest";

describe("words", () =>
  describeWords({ root: join(import.meta.dirname, ".."), prefix: "explorer.", least: { files: 80, catalogues: 40 } }));
