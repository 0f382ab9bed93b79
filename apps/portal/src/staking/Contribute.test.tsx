import type { Pool } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { WagmiProvider } from "wagmi";
import { type Portal, PortalContext } from "../app/portal.ts";
import { portalConfigSchema } from "../config/network.ts";
import { createWallets } from "../wallet/config.ts";
import { Contribute } from "./Contribute.tsx";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const THIRD = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const params = {
  staking: { requirement: "1000", maxContributors: 10 },
  contracts: { sesh: OPERATOR, serviceNodeContributionFactory: OPERATOR },
  durations: { contract: { poolWithdrawalSec: 86_400 } },
} as unknown as ParamsResponse;
const POOL = {
  ...{ address: THIRD, state: "openForPublicContrib", operator: OPERATOR, termsHash: "0xa" },
  ...{ stakingRequirement: 1_000n, maxContributors: 10, minimumContribution: 10n, maximumContribution: 90n },
  account: { minimumContribution: 10n, maximumContribution: 90n, contribution: undefined, withdrawableFrom: undefined },
} as unknown as Pool;
const inside = (beneficiary: string) =>
  ({
    ...POOL,
    account: { ...POOL.account, contribution: { staker: OTHER, beneficiary, amount: 10n } },
  }) as unknown as Pool;

const config = portalConfigSchema.parse({
  ...{ networkName: "testing", chainId: 31_337, rpcUrl: "http://127.0.0.1:1", indexerUrl: "http://127.0.0.1:1" },
});
// Nobody is connected and nothing answers: what is under test depends on neither.
const away = () => Promise.reject(new Error("away"));
const portal = {
  ...{
    config,
    openL2: away,
    live: { watch: () => () => undefined, state: () => "broken", onState: () => () => undefined },
  },
  indexer: new Proxy({}, { get: () => away }),
} as unknown as Portal;
const wallets = createWallets(config, localStorage);
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

const at = (pool: Pool) => (
  <PortalContext value={portal}>
    <WagmiProvider config={wallets}>
      <QueryClientProvider client={client}>
        <Contribute {...{ pool, params }} account={OTHER} label="Join" onSent={() => undefined} />
      </QueryClientProvider>
    </WagmiProvider>
  </PortalContext>
);
const receiver = () => screen.getByLabelText(/Rewards go to/) as HTMLInputElement;
afterEach(() => {
  cleanup();
  client.clear();
});

test("terms that change under a reader's eyes are said, until they are agreed to", async () => {
  const { rerender } = render(at(POOL));
  expect(screen.queryByText(/has changed the terms/)).toBeNull();
  rerender(at({ ...POOL, termsHash: "0xb" }));
  expect(screen.getByText(/has changed the terms/)).toBeDefined();
  await userEvent.setup().click(screen.getByRole("button", { name: "I have seen the new terms" }));
  expect(screen.queryByText(/has changed the terms/)).toBeNull();
  rerender(at({ ...POOL, termsHash: "0xc" }));
  expect(screen.getByText(/has changed the terms/)).toBeDefined();
});

test("the receiver follows the chain until somebody types another", async () => {
  const { rerender } = render(at(POOL));
  expect(receiver().value).toBe("");
  rerender(at(inside(THIRD)));
  expect(receiver().value).toBe(THIRD);
  const person = userEvent.setup();
  await person.clear(receiver());
  await person.type(receiver(), OPERATOR);
  rerender(at(inside(OTHER)));
  expect(receiver().value).toBe(OPERATOR);
});

test("a pool that takes nothing says why in place of the form", () => {
  render(at({ ...POOL, state: "waitForOperatorContrib" }));
  expect(screen.getByText("The operator contributes first; then others can join")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Join" })).toBeNull();
});

test("clearing the receiver doesn't close it under the hands of who types", async () => {
  render(at(inside(THIRD)));
  const person = userEvent.setup();
  expect(receiver().closest("details")?.open).toBe(true);
  await person.clear(receiver());
  expect(receiver().closest("details")?.open).toBe(true);
});
