import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { encodeFunctionResult, erc20Abi } from "viem";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectedPortal } from "../../../test/support/connectedPortal.tsx";
import { CONTRACT, serversOfEachTest } from "../../../test/support/servers.ts";
import { Questions } from "./EditTerms.tsx";

const OWNER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const POOL = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(cleanup);

/** An L2 whose token lets the pool take so much. */
function tokenWith(allowance: bigint, onAsked: () => void): Promise<string> {
  const result = encodeFunctionResult({ abi: erc20Abi, functionName: "allowance", result: allowance });
  return servers.listen((_path, body) => {
    const { id, method } = JSON.parse(body) as { id: number; method: string };
    if (method === "eth_call") onAsked();
    return { json: { jsonrpc: "2.0", id, result: method === "eth_call" ? result : "0x1" } };
  });
}

test.each([
  [0n, /^Your wallet asks twice: first an approval of exactly 6,250 ?SESH, then the change\.$/],
  [6_249_999_999_999n, /asks twice/],
  [6_250_000_000_000n, /^Your wallet asks once\.$/],
])("an approval that is missing is counted before anybody signs: %d allowed", async (allowance, words) => {
  let asked = 0;
  const { wrapper } = await connectedPortal(await tokenWith(allowance, () => asked++));
  const { container } = render(
    <Questions token={CONTRACT} owner={OWNER} spender={POOL} amount={6_250_000_000_000n} />,
    {
      wrapper,
    },
  );
  // What isn't known yet is said to be the usual.
  expect(screen.getByText(/asks twice/)).toBeTruthy();
  await waitFor(() => {
    expect(asked).toBe(1);
    expect(container.textContent?.replaceAll("\u00a0", " ")).toMatch(words);
  });
});
