import { isFault, parseConfig } from "@session/web";
import { expect, test } from "vitest";
import { portalConfigSchema } from "./network.ts";

const MINIMAL = {
  networkName: "devnet",
  chainId: 31337,
  rpcUrl: "http://127.0.0.1:8545/",
  indexerUrl: "http://127.0.0.1:4720",
};

test("a minimal file has safe defaults", () => {
  expect(parseConfig(portalConfigSchema, MINIMAL)).toEqual({
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
  const fault = parseConfig(portalConfigSchema, {
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
  expect(
    parseConfig(portalConfigSchema, { ...MINIMAL, contracts, nodeApis: ["http://127.0.0.1:4801/"] }),
  ).toMatchObject({
    contracts: { ...contracts, serviceNodeContributionFactory: null, vestings: [] },
    nodeApis: ["http://127.0.0.1:4801"],
  });
  const fault = parseConfig(portalConfigSchema, { ...MINIMAL, contracts: { ...contracts, sesh: "0x12" } });
  expect(isFault(fault) && fault.lines).toEqual(["contracts.sesh: an address: 0x and 20 bytes of hex"]);
});
