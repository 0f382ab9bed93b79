import { recoverTypedDataAddress } from "viem";
import { expect, test } from "vitest";
import { toChain } from "../config/chain.ts";
import { portalConfigSchema } from "../config/network.ts";
import { burnerAccount, burnerProvider } from "./burnerAccount.ts";

const chain = toChain(
  portalConfigSchema.parse({
    networkName: "x",
    chainId: 31337,
    rpcUrl: "http://127.0.0.1:1",
    indexerUrl: "http://127.0.0.1:1",
  }),
);

test("the account of a browser stays the same, and what isn't a key is replaced", () => {
  localStorage.clear();
  const { address } = burnerAccount(localStorage);
  expect(burnerAccount(localStorage).address).toBe(address);
  localStorage.setItem("session.burner.key", "0x12");
  expect(burnerAccount(localStorage).address).not.toBe(address);
});

test("typed data is signed here, by this account", async () => {
  const account = burnerAccount(localStorage);
  const { request } = burnerProvider(chain, account);
  const domain = { name: "T", chainId: 31337 };
  const types = { Permit: [{ name: "value", type: "uint256" }] } as const;
  const message = { value: 5n };
  const json = JSON.stringify({ domain, types, primaryType: "Permit", message: { value: "5" } });
  const signature = (await request({
    method: "eth_signTypedData_v4",
    params: [account.address, json],
  })) as `0x${string}`;
  expect(await recoverTypedDataAddress({ domain, types, primaryType: "Permit", message, signature })).toBe(
    account.address,
  );
});

test("another chain is refused, by the code wallets use", async () => {
  const account = burnerAccount(localStorage);
  const { request } = burnerProvider(chain, account);
  await expect(request({ method: "wallet_switchEthereumChain", params: [{ chainId: "0x1" }] })).rejects.toMatchObject({
    code: 4902,
  });
  expect(await request({ method: "wallet_switchEthereumChain", params: [{ chainId: "0x7a69" }] })).toBeNull();
  await expect(
    request({ method: "eth_sendTransaction", params: [{ to: account.address, chainId: "0x1" }] }),
  ).rejects.toMatchObject({ code: 4902 });
});

test("it claims nothing it can't do: no batches, and nobody else is asked for what is a wallet's", async () => {
  const { request } = burnerProvider(chain, burnerAccount(localStorage));
  expect(await request({ method: "wallet_getCapabilities", params: [] })).toEqual({});
  await expect(request({ method: "wallet_sendCalls", params: [{}] })).rejects.toMatchObject({ code: 4200 });
});
