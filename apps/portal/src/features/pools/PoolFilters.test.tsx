import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { PoolFilters } from "./PoolFilters.tsx";

afterEach(cleanup);

test("a filter counts when it is entered, as an exact figure; what is no figure doesn't", async () => {
  const person = userEvent.setup();
  const onChange = vi.fn();
  render(<PoolFilters search={{}} account={undefined} onChange={onChange} />);
  await person.type(screen.getByLabelText("You stake"), "1,234.50");
  expect(onChange).not.toHaveBeenCalled();
  await person.keyboard("{Enter}");
  expect(onChange.mock.calls).toEqual([[{ budget: "1234.5" }]]);
  await person.type(screen.getByLabelText("Fee at most"), "0.295");
  await person.tab();
  expect(screen.getByText("This isn't a figure.")).toBeDefined();
  expect(onChange.mock.calls.some(([change]) => "fee" in change)).toBe(false);
});

test("what the address says stands in the fields, and an emptied field leaves it", async () => {
  const person = userEvent.setup();
  const onChange = vi.fn();
  render(<PoolFilters search={{ fee: "0.29", q: "ab", mine: true }} account="0xa" onChange={onChange} />);
  expect((screen.getByLabelText("Fee at most") as HTMLInputElement).value).toBe("0.29");
  await person.clear(screen.getByLabelText("Fee at most"));
  await person.tab();
  expect(onChange).toHaveBeenLastCalledWith({ fee: undefined });
  await person.click(screen.getByRole("checkbox", { name: "Places kept for me" }));
  expect(onChange).toHaveBeenLastCalledWith({ mine: undefined });
});

test("an order comes with its direction", async () => {
  const onChange = vi.fn();
  render(<PoolFilters search={{}} account={undefined} onChange={onChange} />);
  await userEvent.setup().selectOptions(screen.getByLabelText("Order"), "Lowest fee");
  expect(onChange).toHaveBeenCalledWith({ sort: "fee", order: "asc" });
  expect(screen.getByRole("checkbox", { name: "Places kept for me" }).hasAttribute("disabled")).toBe(true);
});
