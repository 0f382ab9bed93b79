import type { ParamsResponse, StakeAction } from "@session/sdk/indexer-api";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ExitActions } from "./ExitActions.tsx";

const WALLET = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const action = (type: StakeAction["type"], change: Partial<StakeAction> = {}) =>
  ({
    type,
    account: WALLET,
    nodeId: 7,
    pool: null,
    amount: null,
    from: null,
    until: null,
    isPossible: true,
    ...change,
  }) as StakeAction;
const show = (actions: readonly StakeAction[], isBlocked = false) =>
  render(
    <ExitActions
      {...{ actions, isBlocked, nodeId: 7, account: WALLET, isVesting: false }}
      params={{} as ParamsResponse}
      onSent={() => undefined}
    />,
  );
const isDisabled = (name: string) => screen.getByRole("button", { name }).hasAttribute("disabled");

afterEach(cleanup);

test("must-not-repeat 4.6: whatever the contract allows has its button, in each state", () => {
  show([action("requestExit")]);
  expect(isDisabled("Request exit…")).toBe(false);
  cleanup();
  show([action("exit", { amount: "0" }), action("exitAfterWait", { amount: "25" })]);
  expect([isDisabled("Return the stakes…"), isDisabled("Leave without the network…")]).toEqual([false, false]);
  cleanup();
  show([action("withdrawLocked", { isPossible: false, from: 2_000_000_000 })]);
  expect(isDisabled("Withdraw…")).toBe(true);
  expect(screen.getByText(/^from/)).toBeDefined();
});

test("must-not-repeat 4.4: nothing can be sent by a wallet on another chain", () => {
  show([action("requestExit"), action("exit", { amount: "25" })], true);
  expect([isDisabled("Request exit…"), isDisabled("Return the stakes…")]).toEqual([true, true]);
});

test("the way out without the network is named by its time until it works", () => {
  show([action("exitAfterWait", { isPossible: false, from: 2_000_000_000 })]);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText(/^without the network from/)).toBeDefined();
});
