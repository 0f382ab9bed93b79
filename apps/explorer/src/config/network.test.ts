import { expect, test } from "vitest";
import { isFault, loadExplorerConfig, parseExplorerConfig } from "./network.ts";

const MINIMAL = {
  networkName: "devnet",
  chainId: 31337,
  rpcUrl: "http://127.0.0.1:8545/",
  indexerUrl: "http://127.0.0.1:4720",
};

test("a minimal file is enough", () => {
  expect(parseExplorerConfig(MINIMAL)).toEqual({
    networkName: "devnet",
    chainId: 31337,
    rpcUrl: "http://127.0.0.1:8545",
    indexerUrl: "http://127.0.0.1:4720",
    contract: null,
    nodeApis: [],
    l2ExplorerUrl: null,
    banners: [],
  });
});

test("every wrong field is named", () => {
  const fault = parseExplorerConfig({
    ...MINIMAL,
    rpcUrl: "javascript:alert(1)",
    contract: "0x12",
    nodeApis: ["ftp:x"],
  });
  if (!isFault(fault)) throw new Error("it was taken");
  expect(fault.lines.map((line) => line.split(":")[0])).toEqual(["rpcUrl", "contract", "nodeApis.0"]);
});

test("a missing file and one that isn't JSON are told, not thrown", async () => {
  const missing = await loadExplorerConfig(async () => new Response("", { status: 404 }));
  expect(missing).toEqual({ code: "CONFIG_UNREACHABLE", lines: ["/config.json answered 404"] });
  const html = await loadExplorerConfig(async () => new Response("<html>"));
  expect(isFault(html) && html.code).toBe("CONFIG_UNREACHABLE");
});
