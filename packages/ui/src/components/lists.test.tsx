import { fireEvent, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { firstPage } from "../model/cursorPages.ts";
import { BitGrid, type BitState } from "./BitGrid.tsx";
import { Pagination } from "./Pagination.tsx";
import { type Column, Table } from "./Table.tsx";

type Row = { id: number; stake: bigint };
const columns: readonly Column<Row>[] = [
  { id: "id", header: "Node", cell: ({ id }) => id, csv: ({ id }) => id },
  {
    id: "stake",
    header: "Stake",
    cell: ({ stake }) => String(stake),
    sortBy: ({ stake }) => stake,
    csv: ({ stake }) => stake,
  },
];
const rows: readonly Row[] = [
  { id: 1, stake: 2n ** 64n + 1n },
  { id: 2, stake: 5n },
  { id: 3, stake: 2n ** 64n },
];
const base = { caption: "Nodes", columns, rowKey: ({ id }: Row) => String(id) };
const ids = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[0]?.textContent);

describe("Table", () => {
  it("shows that it loads, that there is nothing, and why it failed", async () => {
    const onRetry = vi.fn();
    const { rerender } = render(<Table {...base} rows={undefined} />);
    expect(screen.getByRole("status").textContent).toBe("Loading");
    rerender(<Table {...base} rows={[]} empty={<p>Start your own pool</p>} />);
    expect(screen.getByText("Start your own pool")).toBeTruthy();
    rerender(<Table {...base} rows={undefined} error="No answer." errorCode="API_UNREACHABLE" onRetry={onRetry} />);
    expect(screen.getByRole("alert").textContent).toContain("No answer.Code: API_UNREACHABLE");
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("keeps the rows of before when loading fails, and says how old they are", () => {
    render(<Table {...base} rows={rows} error="No answer." staleSec={754} />);
    expect(screen.getByRole("alert")).toBeTruthy();
    expect(screen.getByText("These figures are 12 minutes 34 seconds old.")).toBeTruthy();
    expect(ids()).toEqual(["1", "2", "3"]);
  });

  it("an error hides the empty state: nothing loaded isn't nothing there", () => {
    render(<Table {...base} rows={[]} error="No answer." empty={<p>None</p>} />);
    expect(screen.queryByText("None")).toBeNull();
    expect(screen.getByRole("alert")).toBeTruthy();
  });

  it("sorts by keyboard, exactly, and says so", async () => {
    const user = userEvent.setup();
    render(<Table {...base} rows={rows} />);
    const head = screen.getByRole("columnheader", { name: "Stake" });
    expect(head.getAttribute("aria-sort")).toBe("none");
    within(head).getByRole("button").focus();
    await user.keyboard("{Enter}");
    expect(ids()).toEqual(["2", "3", "1"]);
    expect(head.getAttribute("aria-sort")).toBe("ascending");
    await user.keyboard("{Enter}");
    expect(ids()).toEqual(["1", "3", "2"]);
    expect(screen.getByRole("columnheader", { name: "Node" }).hasAttribute("aria-sort")).toBe(false);
  });

  it("leaves sorting to the caller who keeps the order", async () => {
    const onSort = vi.fn();
    const remote = columns.map(({ sortBy: _, ...column }) => ({ ...column, sortable: true }));
    const sort = { column: "id", direction: "ascending" } as const;
    render(<Table {...base} columns={remote} rows={rows} sort={sort} onSort={onSort} />);
    await userEvent.setup().click(screen.getByRole("button", { name: "Node" }));
    expect(onSort).toHaveBeenCalledExactlyOnceWith({ column: "id", direction: "descending" });
    expect(ids()).toEqual(["1", "2", "3"]);
  });

  it("exports what is shown, in its order, with every digit", async () => {
    const user = userEvent.setup();
    const blobs: Blob[] = [];
    // jsdom has no object URLs; what would be saved is read instead.
    URL.createObjectURL = (blob: Blob) => `blob:${blobs.push(blob)}`;
    URL.revokeObjectURL = () => {};
    const follow = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    render(<Table {...base} rows={rows} csvName="nodes" />);
    await user.click(screen.getByRole("button", { name: "Stake" }));
    await user.click(screen.getByRole("button", { name: "Export CSV" }));
    expect(await blobs[0]?.text()).toBe("Node,Stake\r\n2,5\r\n3,18446744073709551616\r\n1,18446744073709551617\r\n");
    expect(follow.mock.contexts.map((link) => (link as HTMLAnchorElement).download)).toEqual(["nodes.csv"]);
    follow.mockRestore();
  });

  it("holds few of many rows, and tells how many there are", () => {
    const many = Array.from({ length: 3000 }, (_, id) => ({ id, stake: 1n }));
    render(<Table {...base} rows={many} />);
    const table = screen.getByRole("table", { name: "Nodes" });
    expect(table.getAttribute("aria-rowcount")).toBe("3001");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    expect(screen.getByRole("region", { name: "Nodes, scrolls" }).tabIndex).toBe(0);
  });
});

it("has all of its rows on paper, and few again on the screen", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({ id: index + 1, stake: 1n }));
  render(<Table {...base} rows={many} />);
  const count = () => screen.getAllByRole("row").length;
  const onScreen = count();
  expect(onScreen).toBeLessThan(200);
  fireEvent(window, new Event("beforeprint"));
  expect(count()).toBe(1_001);
  fireEvent(window, new Event("afterprint"));
  expect(count()).toBe(onScreen);
});

it("stays a table for who listens when a narrow window stacks its cells, and each cell has its name", () => {
  const three = [...columns, { id: "fee", header: "Fee", cell: () => "5 %" }];
  render(<Table {...base} columns={three} rows={rows} />);
  const table = screen.getByRole("table", { name: "Nodes" });
  // Styles take the roles from the elements, so they are said.
  const roles = [...table.querySelectorAll("thead, tbody, tr, th, td")].map((part) => part.getAttribute("role"));
  expect(new Set(roles)).toEqual(new Set(["rowgroup", "row", "columnheader", "cell"]));
  expect(roles).not.toContain(null);
  const [, first] = screen.getAllByRole("row");
  const names = [...(first?.querySelectorAll("td") ?? [])].map((cell) => cell.dataset.label);
  expect(names).toEqual(["Node", "Stake", "Fee"]);
});

describe("BitGrid", () => {
  const cells = Array.from({ length: 10_000 }, (_, index): BitState => (index % 3 === 0 ? "absent" : "signed"));
  const active = () => {
    const id = screen.getByRole("grid").getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.textContent;
  };

  it("is walked by keys, and names what it stands on", async () => {
    const onSelect = vi.fn();
    const user = userEvent.setup();
    render(<BitGrid label="Signatures" cells={cells} nameOf={(index) => `node ${index}`} onSelect={onSelect} />);
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("grid", { name: "Signatures" }));
    expect(active()).toBe("node 0: absent");
    await user.keyboard("{ArrowRight}{ArrowDown}{Enter}");
    // 720 px are assumed where there is no layout: 60 cells in a row.
    expect(active()).toBe("node 61: signed");
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(61);
    await user.keyboard("{Control>}{End}{/Control}");
    expect(active()).toBe("node 9999: absent");
    expect(screen.getByRole("gridcell").getAttribute("aria-colindex")).toBe("40");
  });

  it("brings a cell into view when a key leads there, and never because something else has changed", async () => {
    // jsdom has no layout to scroll.
    const scroll = vi.fn();
    Object.assign(Element.prototype, { scrollIntoView: scroll });
    try {
      const user = userEvent.setup();
      const grid = (label: string) => <BitGrid label={label} cells={cells} nameOf={(index) => `node ${index}`} />;
      const { rerender } = render(grid("Signatures"));
      await user.tab();
      expect(scroll).not.toHaveBeenCalled();
      await user.keyboard("{ArrowRight}{ArrowRight}");
      expect(scroll).toHaveBeenCalledTimes(2);
      // A press elsewhere takes the focus: scrolled now, what is pressed would slip away from under the pointer.
      await user.tab();
      // The page changes with each block, wherever its reader has scrolled.
      rerender(grid("Signatures, newer"));
      expect(scroll).toHaveBeenCalledTimes(2);
      // At the edge nothing moves, but the reader looks for the cell.
      await user.tab({ shift: true });
      await user.keyboard("{Home}{Home}");
      expect(scroll).toHaveBeenCalledTimes(4);
    } finally {
      Reflect.deleteProperty(Element.prototype, "scrollIntoView");
    }
  });

  it("draws ten thousand cells as a handful of elements, and counts them", () => {
    const { container } = render(<BitGrid label="Signatures" cells={cells} nameOf={(index) => `node ${index}`} />);
    expect(container.querySelectorAll("*").length).toBeLessThan(40);
    expect(screen.getByText("signed 6,666")).toBeTruthy();
    expect(screen.getByText("absent 3,334")).toBeTruthy();
  });
});

describe("Pagination", () => {
  it("goes on by the answer's cursor, and not beyond the last page", async () => {
    const onChange = vi.fn();
    const user = userEvent.setup();
    const { rerender } = render(<Pagination label="nodes" pages={firstPage} next="b" onChange={onChange} />);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Back" }).disabled).toBe(true);
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(onChange).toHaveBeenLastCalledWith([null, "b"]);
    rerender(<Pagination label="nodes" pages={[null, "b"]} next={null} onChange={onChange} />);
    expect(screen.getByText("Page 2")).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(true);
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(onChange).toHaveBeenLastCalledWith([null]);
  });
});
