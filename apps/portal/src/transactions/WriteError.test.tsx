import { SdkError } from "@session/sdk";
import { I18nProvider } from "@session/ui";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { UserRejectedRequestError } from "viem";
import { afterEach, expect, test, vi } from "vitest";
import { receiptHashOf } from "./useWrite.ts";
import { WriteError } from "./WriteError.tsx";

afterEach(cleanup);

const reverted = (name: string, args: readonly unknown[] = []) =>
  new SdkError({ code: "CONTRACT_REVERTED", name, args, action: "claimRewards" }, "x");
const show = (error: Error, onRetry?: () => void) =>
  render(
    <I18nProvider locale="en">
      <WriteError error={error} onRetry={onRetry} />
    </I18nProvider>,
  );

test("what may work the next time can be tried again", () => {
  const onRetry = vi.fn();
  show(new SdkError({ code: "TRANSACTION_FAILED", hash: "0x", action: "x" }, "x"), onRetry);
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("what works from a time on says that time, and offers no retry before it", () => {
  show(reverted("TooEarly", [1_900_000_000n]), () => undefined);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByRole("alert").textContent).toContain("It works from");
});

test("must-not-repeat 4.5: a claim's refusal has words", () => {
  show(reverted("NothingToClaim"));
  expect(screen.getByRole("alert").textContent).not.toContain("no words");
  expect(screen.getByText("Code: NothingToClaim")).toBeTruthy();
});

test("a refusal by the person is no error", () => {
  show(new UserRejectedRequestError(new Error("denied")));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("status").textContent).toContain("nothing was sent");
});

test("the hash of what was mined in the end, wherever an action's result has it", () => {
  expect(receiptHashOf({ transactionHash: "0x1" })).toBe("0x1");
  expect(receiptHashOf({ nodeId: 5, receipt: { transactionHash: "0x2" } })).toBe("0x2");
  expect(receiptHashOf({ receipt: undefined, outcomes: [] })).toBeUndefined();
  expect(receiptHashOf(undefined)).toBeUndefined();
});
