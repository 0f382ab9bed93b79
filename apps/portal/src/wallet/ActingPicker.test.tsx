import type { StakesResponse } from "@session/sdk/indexer-api";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WagmiProvider } from "wagmi";
import { connect } from "wagmi/actions";
import { portalAt, serversOfEachTest } from "../../test/support/servers.ts";
import { type Portal, PortalContext } from "../app/portal.ts";
import { ActingPicker } from "./ActingPicker.tsx";
import { useActing } from "./acting.tsx";
import { createWallets } from "./config.ts";

const VESTING = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const PATIENT = { timeout: 20_000 };
const NOTHING = { staked: "0", returning: "0", locked: "0", inPools: "0" };

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(cleanup);

const stakesOf = (address: string, holders: readonly string[]): StakesResponse => ({
  asOf: { l2Block: "1", height: 1 },
  address,
  totals: NOTHING,
  rewards: { lifetime: "0", lifetimeLedger: "0", claimed: "0", claimable: "0", checkpointHeight: null, accepted: null },
  ...{ nodes: [], pools: [], actions: [], isCut: false, areVestingsKnown: true },
  vestings: holders.map((holder) => ({
    ...{ address: VESTING, kind: "staking", beneficiary: address, holder, revoker: null, isTransferable: false },
    ...{ revokedAt: null, cliff: null, end: 2_000_000_000, balance: "5", staked: "0", released: "0" },
    ...{ releasable: "0", unvested: "5", totals: NOTHING },
  })),
});

function Shown() {
  const { account, vesting } = useActing();
  return <p data-testid="acts">{`${account ?? "nobody"} ${vesting === null ? "itself" : "vesting"}`}</p>;
}

/** The header's part of a portal with a connected wallet. */
async function show(answer: ((address: string) => StakesResponse) | "away") {
  const rpc = await servers.dead();
  const listens = (path: string) =>
    answer === "away" ? { status: 503 } : { json: answer(path.split("/").at(-1) as string) };
  const modules = portalAt({ indexer: await servers.listen(listens), rpc });
  const live = { ...modules.live, watch: () => () => undefined };
  const portal = { ...modules, live, config: { ...modules.config, burnerWallet: true } } as unknown as Portal;
  const wallets = createWallets(portal.config, localStorage);
  const [burner] = wallets.connectors;
  if (burner === undefined) throw new Error("there is no burner wallet");
  const { accounts } = await connect(wallets, { connector: burner });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <WagmiProvider config={wallets}>
      <QueryClientProvider client={queries}>
        <PortalContext value={portal}>
          <ActingPicker />
          <Shown />
        </PortalContext>
      </QueryClientProvider>
    </WagmiProvider>,
  );
  return { wallet: accounts[0] as string, acts: () => screen.getByTestId("acts").textContent };
}

test("a vesting contract that is chosen acts, and still does after a reload", async () => {
  const { wallet, acts } = await show((address) => stakesOf(address, [address]));
  expect(acts()).toBe(`${wallet} itself`);
  const picker = await screen.findByLabelText("Who acts", {}, PATIENT);
  await userEvent.selectOptions(picker, VESTING);
  expect(acts()).toBe(`${VESTING} vesting`);
  cleanup();
  const again = await show((address) => stakesOf(address, [address]));
  await expect.poll(again.acts, PATIENT).toBe(`${VESTING} vesting`);
});

test("while the indexer is away nobody acts in the place of the contract that was chosen", async () => {
  const { wallet } = await show((address) => stakesOf(address, []));
  cleanup();
  localStorage.setItem("session.acting", JSON.stringify({ [`1:${wallet.toLowerCase()}`]: VESTING }));
  const { acts } = await show("away");
  expect(await screen.findByText(/being looked up/, {}, PATIENT)).toBeTruthy();
  expect(acts()).toBe("nobody itself");
});

test("a contract that is another's now is told of, and the wallet acts", async () => {
  const { wallet } = await show((address) => stakesOf(address, [address]));
  cleanup();
  localStorage.setItem("session.acting", JSON.stringify({ [`1:${wallet.toLowerCase()}`]: VESTING }));
  const { acts } = await show((address) => stakesOf(address, [`0x${"22".repeat(20)}`]));
  expect(await screen.findByText("A vesting contract acts no more", {}, PATIENT)).toBeTruthy();
  expect(acts()).toBe(`${wallet} itself`);
});

test("without a vesting contract there is nothing to choose", async () => {
  const { wallet, acts } = await show((address) => stakesOf(address, []));
  await expect.poll(acts).toBe(`${wallet} itself`);
  expect(screen.queryByLabelText("Who acts")).toBeNull();
});
