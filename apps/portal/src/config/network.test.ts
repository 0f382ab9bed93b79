import { expect, test } from "vitest";
import { isFault, loadPortalConfig, parsePortalConfig } from "./network.ts";

const MINIMAL = {
  networkName: "devnet",
  chainId: 31337,
  rpcUrl: "http://127.0.0.1:8545/",
  indexerUrl: "http://127.0.0.1:4720",
};

test("a minimal file has safe defaults", () => {
  expect(parsePortalConfig(MINIMAL)).toEqual({
    networkName: "devnet",
    chainId: 31337,
    rpcUrl: "http://127.0.0.1:8545",
    indexerUrl: "http://127.0.0.1:4720",
    faucetUrl: null,
    contracts: null,
    nodeApis: [],
    burnerWallet: false,
    walletConnectProjectId: null,
    explorerUrl: null,
    devLocales: false,
    banners: [],
    disabled: [],
  });
});

test("every wrong field is named", () => {
  const fault = parsePortalConfig({
    ...MINIMAL,
    chainId: "1",
    rpcUrl: "javascript:alert(1)",
    walletConnectProjectId: "mine",
    disabled: ["everything"],
  });
  if (!isFault(fault)) throw new Error("it was taken");
  expect(fault.code).toBe("CONFIG_INVALID");
  expect(fault.lines.map((line) => line.split(":")[0])).toEqual([
    "chainId",
    "rpcUrl",
    "walletConnectProjectId",
    "disabled.0",
  ]);
});

test("contracts and node APIs, for when the indexer is away", () => {
  const address = `0x${"aB".repeat(20)}`;
  const contracts = { serviceNodeRewards: address, rewardRatePool: address, sesh: address };
  expect(parsePortalConfig({ ...MINIMAL, contracts, nodeApis: ["http://127.0.0.1:4801/"] })).toMatchObject({
    contracts: { ...contracts, serviceNodeContributionFactory: null, vestings: [] },
    nodeApis: ["http://127.0.0.1:4801"],
  });
  const fault = parsePortalConfig({ ...MINIMAL, contracts: { ...contracts, sesh: "0x12" } });
  expect(isFault(fault) && fault.lines).toEqual(["contracts.sesh: an address: 0x and 20 bytes of hex"]);
});

test("a missing file and one that isn't JSON are told, not thrown", async () => {
  const missing = await loadPortalConfig(async () => new Response("", { status: 404 }));
  expect(missing).toEqual({ code: "CONFIG_UNREACHABLE", lines: ["/config.json answered 404"] });
  const html = await loadPortalConfig(async () => new Response("<html>"));
  expect(isFault(html) && html.code).toBe("CONFIG_UNREACHABLE");
});
