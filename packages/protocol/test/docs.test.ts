import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { devnet } from "../src/presets/devnet.ts";
import { mainnet } from "../src/presets/mainnet.ts";
import type { Preset } from "../src/presets/preset.ts";
import { stagenet } from "../src/presets/stagenet.ts";

const docs = join(import.meta.dirname, "..", "..", "..", "docs", "protocol");
const source = join(import.meta.dirname, "..", "src");
const OWN_PAGES = ["blocks", "rewards", "claims", "registration", "signatures", "presets"];

function readSource(): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(source, path), "utf8"));
}

test("every rule a comment quotes stands in the specification", () => {
  const quoted = new Set(readSource().flatMap((text) => text.match(/\b[a-z]+\.md#[a-z0-9-]+/g) ?? []));
  const missing = [...quoted].filter((reference) => {
    const [page = "", anchor = ""] = reference.split(".md#");
    if (!OWN_PAGES.includes(page)) return false;
    return !readFileSync(join(docs, `${page}.md`), "utf8").includes(`id="${anchor}"`);
  });
  expect(quoted.size).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});

test("every rejection code of the source stands in the specification", () => {
  const pages = OWN_PAGES.map((page) => readFileSync(join(docs, `${page}.md`), "utf8")).join();
  const codes = ["transition/errors.ts", "transition/outcome.ts"].flatMap(
    (path) => readFileSync(join(source, path), "utf8").match(/"[A-Z0-9]+(_[A-Z0-9]+)+"/g) ?? [],
  );
  // Only reachable with values or logs that never were encoded, so no rule of the protocol.
  const outside = ['"BLOCK_UNENCODABLE"', '"UNKNOWN_KIND"', '"MALFORMED_PAYLOAD"'];
  expect(codes.filter((code) => !outside.includes(code) && !pages.includes(code.replaceAll('"', "")))).toEqual([]);
});

test("the table of presets is the presets", () => {
  const page = readFileSync(join(docs, "presets.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const show = (preset: Preset, key: keyof Preset): string => {
    const value = preset[key];
    if (typeof value !== "object") return `${value}`;
    if ("numerator" in value) return `${value.numerator} / ${value.denominator}`;
    return "seconds" in value ? `${value.seconds} s` : `${value.blocks} blocks`;
  };
  const keys = (Object.keys(mainnet) as (keyof Preset)[]).filter((key) => key !== "name");
  expect(rows).toEqual(
    keys.map((key) => `| \`${key}\` | ${[mainnet, stagenet, devnet].map((preset) => show(preset, key)).join(" | ")} |`),
  );
});
