import { expect, test } from "vitest";
import { siteConfigSchema } from "./fields.ts";
import { isFault, loadConfig, parseConfig } from "./readConfig.ts";

const MINIMAL = {
  networkName: "devnet",
  chainId: 31337,
  rpcUrl: "http://127.0.0.1:8545/",
  indexerUrl: "http://127.0.0.1:4720",
};

test("a minimal file is enough, and URLs end without a slash", () => {
  expect(parseConfig(siteConfigSchema, { ...MINIMAL, nodeApis: ["http://127.0.0.1:4801/"] })).toEqual({
    ...MINIMAL,
    rpcUrl: "http://127.0.0.1:8545",
    nodeApis: ["http://127.0.0.1:4801"],
    banners: [],
  });
});

test("every wrong field is named", () => {
  const fault = parseConfig(siteConfigSchema, {
    ...MINIMAL,
    chainId: "1",
    rpcUrl: "javascript:alert(1)",
    nodeApis: ["ftp:x"],
  });
  if (!isFault(fault)) throw new Error("it was taken");
  expect(fault.code).toBe("CONFIG_INVALID");
  expect(fault.lines.map((line) => line.split(":")[0])).toEqual(["chainId", "rpcUrl", "nodeApis.0"]);
});

test("a missing file and one that isn't JSON are told, not thrown", async () => {
  const missing = await loadConfig(siteConfigSchema, async () => new Response("", { status: 404 }));
  expect(missing).toEqual({ code: "CONFIG_UNREACHABLE", lines: ["/config.json answered 404"] });
  const html = await loadConfig(siteConfigSchema, async () => new Response("<html>"));
  expect(isFault(html) && html.code).toBe("CONFIG_UNREACHABLE");
});
