import type { StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectedPortal } from "../../../test/support/connectedPortal.tsx";
import { NOW_SEC, serversOfEachTest } from "../../../test/support/servers.ts";
import type { StakedNode } from "./model.ts";
import { StakesView } from "./StakesView.tsx";

const WALLET = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const VESTING = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const POOL = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const SESH = 1_000_000_000n;
const amount = (whole: bigint) => String(whole * SESH);
const totals = (staked: bigint) => ({ staked: amount(staked), returning: "0", locked: "0", inPools: "0" });

const staked = (id: number, change: object = {}, account = WALLET) =>
  ({
    node: {
      ...{ id, state: "active", removed: null, unlockAt: null, exitRequestedAt: null, lockedUntil: null },
      ...{ liquidatableFrom: null, creditSec: 60, payableAt: 1, registeredAt: NOW_SEC - 100_000, feeBps: 500 },
      ...change,
    },
    ...{ account, roles: ["operator"], stake: amount(25_000n), returns: amount(25_000n), beneficiary: WALLET },
  }) as StakedNode;
const stakesOf = (change: Partial<StakesResponse>) =>
  ({
    ...{ address: WALLET, totals: totals(25_000n), nodes: [], pools: [], vestings: [], actions: [] },
    rewards: { lifetime: amount(1_204n), claimed: amount(1_000n), claimable: amount(204n) },
    ...{ isCut: false, areVestingsKnown: true },
    ...change,
  }) as unknown as StakesResponse;
const rowOf = (id: number) => screen.getByRole("link", { name: String(id) }).closest("tr") as HTMLElement;

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(cleanup);

async function show(view: ReactNode) {
  const { wrapper } = await connectedPortal(await servers.rpc({}));
  return render(view, { wrapper });
}

test("must-not-repeat 4.6: out of service and leaving stand side by side, with the time left and the actions", async () => {
  const leaving = staked(7, {
    state: "decommissioned",
    exitRequestedAt: 5,
    unlockAt: NOW_SEC + 3 * 86_400 + 4 * 3_600 + 1_800,
  });
  await show(
    <StakesView
      stakes={stakesOf({ nodes: [leaving] })}
      renderActions={({ node }) => <button type="button">act on {node.id}</button>}
    />,
  );
  const row = within(rowOf(7));
  expect(row.getByText("decommissioned")).toBeDefined();
  expect(row.getByText("unlocking")).toBeDefined();
  // The two largest units alone, by the chain's clock, which isn't this browser's.
  await waitFor(() => expect(row.getByText(/^returns in/).textContent).toBe("returns in 3 days 4 hr"));
  expect(row.getByRole("button", { name: "act on 7" })).toBeDefined();
});

test("the wallet's stakes and those of its vesting contract are told apart; another may be chosen to act", async () => {
  const onAct = vi.fn();
  const vesting = {
    ...{ address: VESTING, kind: "staking", holder: WALLET, totals: totals(50_000n) },
    balance: "0",
    releasable: "0",
  };
  const stakes = stakesOf({ nodes: [staked(1), staked(2, {}, VESTING)], vestings: [vesting] as never });
  const { rerender } = await show(<StakesView stakes={stakes} acting={WALLET} onAct={onAct} />);
  const heads = () => screen.getAllByRole("heading", { level: 2 }).map((head) => head.textContent?.slice(0, 8));
  expect(heads()).toEqual(["Your wal", "Vesting "]);
  expect(screen.getAllByText("75,000")).toHaveLength(1);
  await userEvent.setup().click(screen.getByRole("button", { name: "Act as this account" }));
  expect(onAct).toHaveBeenCalledWith(VESTING);
  rerender(<StakesView stakes={stakes} acting={VESTING} onAct={onAct} />);
  expect(heads()).toEqual(["Vesting ", "Your wal"]);
  // Somebody else's stakes, to look at only.
  rerender(<StakesView stakes={stakes} />);
  expect(heads()).toEqual(["Address ", "Vesting "]);
  expect(screen.queryByRole("button", { name: "Act as this account" })).toBeNull();
});

test("a wallet without vesting contracts has no headings of accounts", async () => {
  await show(<StakesView stakes={stakesOf({ nodes: [staked(1)] })} acting={WALLET} />);
  expect(screen.queryByRole("heading", { level: 2 })).toBeNull();
});

test("nodes that left are there when asked for; without any, the next step is offered", async () => {
  const person = userEvent.setup();
  await show(<StakesView stakes={stakesOf({ nodes: [staked(1), staked(2, { state: "exited" })] })} />);
  expect(screen.queryByRole("link", { name: "2" })).toBeNull();
  await person.click(screen.getByRole("checkbox", { name: "Show 1 node that left" }));
  expect(rowOf(2)).toBeDefined();
  cleanup();
  await show(<StakesView stakes={stakesOf({})} />);
  expect(screen.getByText("No nodes yet")).toBeDefined();
  expect(screen.getByRole("link", { name: "Join a pool" }).getAttribute("href")).toBe("/stake");
});

test("what can be done in a pool leads to its page, with the time from which it works", async () => {
  const pool = { ...{ address: POOL, state: "open", contributed: amount(18_750n), remaining: amount(6_250n) } };
  const place = { pool, account: WALLET, roles: ["contributor"], contribution: amount(6_250n) };
  const action = {
    type: "withdrawFromPool",
    account: WALLET,
    pool: POOL,
    nodeId: null,
    isPossible: false,
    from: NOW_SEC + 60,
  };
  await show(
    <StakesView stakes={stakesOf({ pools: [place] as never, actions: [action as unknown as StakeAction] })} />,
  );
  expect(screen.getByRole("link", { name: "Withdraw" }).getAttribute("href")).toBe(`/stake/${POOL}`);
  expect(screen.getByText(/^from/)).toBeDefined();
  expect(screen.getByText("18,750 of 25,000")).toBeDefined();
});

test("a cut list and vesting contracts nobody could ask about are said", async () => {
  await show(<StakesView stakes={stakesOf({ isCut: true, areVestingsKnown: false })} />);
  expect(screen.getByText("Only the newest shares are shown.")).toBeDefined();
  expect(screen.getByText(/Some vesting contracts may be missing/)).toBeDefined();
});
