import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { RangeForm } from "./RangeForm.tsx";
import { DayList, RewardDays } from "./RewardDays.tsx";

const DAYS = [
  { day: "2026-11-19", amount: 5_000_000_000n },
  { day: "2026-11-20", amount: 7_000_000_000n },
];
const NOW = Date.UTC(2026, 10, 20, 12);

afterEach(cleanup);

test("the list has the newest day first, and the file of the whole range", () => {
  render(<DayList days={DAYS} csvHref="http://indexer/history.csv" />);
  const table = screen.getByRole("table", { name: "Rewards by day (UTC)" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map(({ textContent }) => textContent?.slice(0, 10))).toEqual(["2026-11-20", "2026-11-19"]);
  expect(screen.getByRole("link", { name: "Download CSV of this range" }).getAttribute("href")).toBe(
    "http://indexer/history.csv",
  );
});

test("an empty range offers the way back to one with rewards", async () => {
  const onReset = vi.fn();
  render(<RewardDays days={[]} from="2026-11-01" csvHref="x" onReset={onReset} />);
  await userEvent.setup().click(screen.getByRole("button", { name: "The last 90 days, all nodes" }));
  expect(onReset).toHaveBeenCalledOnce();
});

test("range and node go into the page's address; a range that can't be is said", async () => {
  const person = userEvent.setup();
  const onChange = vi.fn();
  const byNode = [7, 9].map((nodeId) => ({ nodeId, amount: "1000000000", amountLedger: "1" }));
  const range = { from: "2026-11-21", to: "2026-11-20" };
  render(<RangeForm {...{ range, byNode, onChange }} node={undefined} nowMs={NOW} />);
  expect(screen.getByText("The first day is after the last: swap them.")).toBeDefined();
  await person.click(screen.getByRole("button", { name: "30 days" }));
  expect(onChange).toHaveBeenLastCalledWith({ from: "2026-10-22", to: "2026-11-20" });
  await person.selectOptions(screen.getByLabelText("Node"), "9");
  expect(onChange).toHaveBeenLastCalledWith({ node: 9 });
  await person.selectOptions(screen.getByLabelText("Node"), "all");
  expect(onChange).toHaveBeenLastCalledWith({ node: undefined });
});
