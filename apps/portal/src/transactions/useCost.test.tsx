import { serviceNodeRewardsAbi } from "@session/contracts";
import type { Wallet } from "@session/sdk";
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectedPortal } from "../../test/support/connectedPortal.tsx";
import { CONTRACT, serversOfEachTest } from "../../test/support/servers.ts";
import { useCost } from "./useCost.ts";

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(cleanup);

/** On an L2 that counts what it is asked. */
async function connected() {
  const asked: string[] = [];
  const { wrapper } = await connectedPortal(await servers.rpc({}, (method) => asked.push(method)));
  return { wrapper, count: (method: string) => asked.filter((one) => one === method).length };
}

/** 70,000 gas at what viem offers over a base fee of 2 gwei. */
const FEE_WEI = 70_000n * (2_400_000_000n + 1n);
/** The first estimate loads what it takes. */
const PATIENT = { timeout: 20_000 };

const act = (id: number) => (wallet: Wallet) =>
  wallet.walletClient.writeContract({
    ...{ address: CONTRACT, abi: serviceNodeRewardsAbi, functionName: "initiateExitBLSPublicKey", args: [id] },
  } as never);

test("must-not-repeat 4.7: one estimate for the same arguments, however often the page renders; another for others", async () => {
  const { wrapper, count } = await connected();
  const { result, rerender } = renderHook(({ id }) => useCost(act(id), ["exit", id]), {
    wrapper,
    initialProps: { id: 1 },
  });
  await waitFor(() => expect(result.current).toMatchObject({ wei: FEE_WEI, error: null }), PATIENT);
  for (let times = 0; times < 5; times++) rerender({ id: 1 });
  expect(count("eth_estimateGas")).toBe(1);
  rerender({ id: 2 });
  // The figure of the arguments before isn't shown for these.
  expect(result.current).toMatchObject({ wei: undefined, isPending: true });
  await waitFor(() => expect(result.current).toMatchObject({ wei: FEE_WEI, error: null }), PATIENT);
  expect(count("eth_estimateGas")).toBe(2);
  rerender({ id: 1 });
  expect(result.current.wei).toBeGreaterThan(0n);
  expect(count("eth_estimateGas")).toBe(2);
  expect(count("eth_sendTransaction") + count("eth_sendRawTransaction")).toBe(0);
});

test("nothing is estimated while the input isn't complete", async () => {
  const { wrapper, count } = await connected();
  const { result } = renderHook(() => useCost(act(1), [1], false), { wrapper });
  expect(result.current).toMatchObject({ wei: undefined, isPending: false });
  expect(count("eth_estimateGas")).toBe(0);
});
