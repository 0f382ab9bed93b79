import { rewardRatePoolAbi } from "@session/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startContracts, type TestContracts } from "../../test/support/contracts.ts";
import { readGenesis } from "./readGenesis.ts";

let contracts: TestContracts;
beforeAll(async () => {
  contracts = await startContracts(4);
});
afterAll(() => contracts.anvil.stop());

it("takes what the pool has released once: paid out and still due together", async () => {
  const { publicClient, walletClient } = contracts.wallet();
  const pool = { address: contracts.addresses.rewardRatePool, abi: rewardRatePoolAbi } as const;
  await contracts.pass(3_600);
  const hash = await walletClient.writeContract({ ...pool, functionName: "payoutReleased" });
  await publicClient.waitForTransactionReceipt({ hash, pollingInterval: 100 });
  await contracts.pass(60);
  const blockNumber = await publicClient.getBlockNumber({ cacheTime: 0 });
  const paidOut = await publicClient.readContract({ ...pool, blockNumber, functionName: "totalPaidOut" });
  const released = await publicClient.readContract({ ...pool, blockNumber, functionName: "calculateReleasedAmount" });
  expect(released).toBeGreaterThan(paidOut);
  const genesis = await readGenesis(publicClient, {
    ...{ addresses: contracts.addresses, startBlock: blockNumber, preset: "devnet" },
  });
  expect(genesis.poolReleased).toBe(released);
  expect(genesis.nodes).toHaveLength(4);
});
