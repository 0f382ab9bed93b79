import { isFault, parseConfig } from "@session/web";
import { expect, test } from "vitest";
import { explorerConfigSchema } from "./network.ts";

const MINIMAL = {
  networkName: "devnet",
  chainId: 31337,
  rpcUrl: "http://127.0.0.1:8545/",
  indexerUrl: "http://127.0.0.1:4720",
};

test("a minimal file is enough", () => {
  expect(parseConfig(explorerConfigSchema, MINIMAL)).toEqual({
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
  const fault = parseConfig(explorerConfigSchema, {
    ...MINIMAL,
    rpcUrl: "javascript:alert(1)",
    contract: "0x12",
    nodeApis: ["ftp:x"],
  });
  if (!isFault(fault)) throw new Error("it was taken");
  expect(fault.lines.map((line) => line.split(":")[0])).toEqual(["rpcUrl", "nodeApis.0", "contract"]);
});
