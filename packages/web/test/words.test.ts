import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeWords, parseSource, rawWords } from "./describeWords.ts";

test("raw words are found where they are planted", () => {
  const planted = `const a = <p title="Close">Hello {"you"} <b hint={on ? "yes" : t("x")}>·</b> {ok && "fine"} {t("x")}
      <Link href="/stake" className="flex">{\`node \${id}\`}</Link></p>`;
  expect(rawWords(parseSource("planted.tsx", planted))).toEqual(["Close", "Hello", "you", "yes", "fine", "node "]);
});

describe("words", () =>
  describeWords({ root: join(import.meta.dirname, "../src"), prefix: "web.", least: { files: 15, catalogues: 2 } }));
