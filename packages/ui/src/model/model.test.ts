import { nodeStates } from "@session/sdk/indexer-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toFillBps } from "../components/Meter.tsx";
import { cellAt, columnsIn, extentOf, pathOf, walk } from "./bitGrid.ts";
import { timeAxisOptions, toDrawnRows, toExported, writeValue } from "./chartData.ts";
import { checkAmount } from "./checkAmount.ts";
import { cursorOf, firstPage, toNextPage, toPreviousPage } from "./cursorPages.ts";
import { nodeStateLook } from "./nodeStateLook.ts";
import { placeBubble } from "./placeBubble.ts";
import { nextSort, sortRows } from "./sortRows.ts";
import { sparkPath } from "./sparkPath.ts";
import { toCsv } from "./toCsv.ts";

describe("node states", () => {
  it("every state of the API, and what pages add to them, has its look, and none shares shape and tone", () => {
    expect(Object.keys(nodeStateLook).sort()).toEqual([...nodeStates, "deregistered", "unknown"].sort());
    const looks = Object.values(nodeStateLook).map(({ shape, tone }) => `${shape} ${tone}`);
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe("checkAmount", () => {
  const limits = { min: 2_000_000_000n, max: 5_000_000_000n };
  it.each([
    ["2", true],
    ["5", true],
    ["1.999999999", "AMOUNT_BELOW_MIN"],
    ["5.000000001", "AMOUNT_ABOVE_MAX"],
    ["x", "AMOUNT_NOT_A_NUMBER"],
  ])("%s: %s", (text, outcome) => {
    const checked = checkAmount(text, limits);
    expect(checked.ok || checked.fault.code).toBe(outcome);
  });
});

describe("sortRows", () => {
  it("sorts amounts beyond 2^53 exactly, leaves the rows alone, puts what is absent last", () => {
    const rows = [{ v: 2n ** 60n + 1n }, { v: null }, { v: 2n ** 60n }];
    expect(sortRows(rows, ({ v }) => v, "ascending").map(({ v }) => v)).toEqual([2n ** 60n, 2n ** 60n + 1n, null]);
    expect(sortRows(rows, ({ v }) => v, "descending").map(({ v }) => v)).toEqual([2n ** 60n + 1n, 2n ** 60n, null]);
    expect(rows[1]).toEqual({ v: null });
  });

  it("sorts names as people do", () => {
    expect(sortRows(["node 10", "node 9", "Node 1"], (name) => name, "ascending")).toEqual([
      "Node 1",
      "node 9",
      "node 10",
    ]);
  });

  it("is stable", () => {
    const rows = fc.array(fc.record({ k: fc.integer({ min: 0, max: 3 }), i: fc.nat() }), { maxLength: 40 });
    fc.assert(
      fc.property(rows, (input) => {
        const numbered = input.map((row, index) => ({ ...row, i: index }));
        const sorted = sortRows(numbered, ({ k }) => k, "ascending");
        for (const [index, row] of sorted.entries()) {
          const before = sorted[index - 1];
          if (before !== undefined) expect(before.k < row.k || (before.k === row.k && before.i < row.i)).toBe(true);
        }
      }),
    );
  });

  it("turns round on the second press", () => {
    const first = nextSort(undefined, "a");
    expect(first).toEqual({ column: "a", direction: "ascending" });
    expect(nextSort(first, "a").direction).toBe("descending");
    expect(nextSort(nextSort(first, "a"), "b")).toEqual({ column: "b", direction: "ascending" });
  });
});

describe("toCsv", () => {
  it("quotes by RFC 4180, keeps numbers, and disarms formulas", () => {
    const rows = [
      ['say "hi", you', 5n, -1.5, true, null],
      ["=HYPERLINK(1)", "-2", "a\nb", "-x", "@x"],
    ];
    expect(toCsv(["a", "b", "c", "d", "e"], rows)).toBe(
      'a,b,c,d,e\r\n"say ""hi"", you",5,-1.5,true,\r\n\'=HYPERLINK(1),-2,"a\nb",\'-x,\'@x\r\n',
    );
  });
});

describe("bitGrid", () => {
  it("fits cells of 10 px with gaps of 2", () => {
    expect([0, 10, 21, 22, 358].map(columnsIn)).toEqual([1, 1, 1, 2, 30]);
    expect([0, 1, 30].map(extentOf)).toEqual([0, 10, 358]);
    expect(pathOf(3, 2, (index) => index !== 1, 1)).toBe("M1 1h8v8h-8zM1 13h8v8h-8z");
  });

  it("finds the cell under a point, and none beside the grid", () => {
    expect(cellAt(13, 25, 5, 100)).toBe(11);
    expect(cellAt(61, 0, 5, 100)).toBeUndefined();
    expect(cellAt(-1, 0, 5, 100)).toBeUndefined();
    expect(cellAt(30, 12, 5, 7)).toBeUndefined();
  });

  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
  const grids = fc
    .record({ columns: fc.integer({ min: 1, max: 12 }), count: fc.integer({ min: 1, max: 100 }), rtl: fc.boolean() })
    .chain((grid) => fc.record({ grid: fc.constant(grid), from: fc.integer({ min: 0, max: grid.count - 1 }) }));

  it("walks to cells that exist, stays in the column by rows, takes back what it did", () => {
    fc.assert(
      fc.property(grids, fc.constantFrom(...KEYS), ({ grid, from }, key) => {
        const to = walk(from, key, grid) ?? -1;
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(grid.count);
        if (/Up|Down/.test(key)) expect(to % grid.columns).toBe(from % grid.columns);
        if (key === "ArrowRight" && to !== from) expect(walk(to, "ArrowLeft", grid)).toBe(from);
        if (key === "ArrowDown" && to !== from) expect(walk(to, "ArrowUp", grid)).toBe(from);
      }),
    );
  });

  it("leads from the first to the last cell by the arrow alone", () => {
    const grid = { columns: 7, count: 40 };
    let at = 0;
    for (let press = 0; press < 39; press++) at = walk(at, "ArrowRight", grid) ?? -1;
    expect(at).toBe(39);
    expect(walk(0, "End", { ...grid, ctrl: true })).toBe(39);
    expect(walk(39, "Home", grid)).toBe(35);
    expect(walk(3, "a", grid)).toBeUndefined();
    expect(walk(3, "ArrowLeft", { ...grid, rtl: true })).toBe(4);
  });
});

describe("figures", () => {
  it("fill is cut and exact for amounts", () => {
    expect(toFillBps(2n ** 70n - 1n, 2n ** 70n)).toBe(9_999);
    expect(toFillBps(31, 48)).toBe(6_458);
    expect([toFillBps(1n, 0n), toFillBps(-1n, 5n), toFillBps(9n, 5n), toFillBps(Number.NaN, 0)]).toEqual([
      0, 0, 10_000, 0,
    ]);
  });

  it("a spark has gaps where values are absent, and lies flat when all are equal", () => {
    expect(sparkPath([0, 1, null, 1], 34, 24)).toBe("M2 22L12 2M32 2");
    expect(sparkPath([5, 5], 34, 24)).toBe("M2 12L32 12");
    expect(sparkPath([null], 34, 24)).toBe("");
  });

  it("charts draw units and write every digit", () => {
    const series = [
      { id: "r", label: "rewards" },
      { id: "n", label: "nodes" },
    ];
    const points = [
      { at: 1, values: { r: 1_500_000_000n, n: 3 } },
      { at: 2, values: { r: null } },
    ];
    expect(toDrawnRows(points, series)).toEqual([
      { at: 1, "s:r": 1.5, "s:n": 3 },
      { at: 2, "s:r": null, "s:n": null },
    ]);
    expect(writeValue(1_234_500_000_000n, 9, "en")).toBe("1,234.5");
    expect(writeValue(null, 9, "en")).toBeUndefined();
    expect([toExported(1_500_000_001n, 9), toExported(4, 9), toExported(undefined, 9)]).toEqual([
      "1.500000001",
      4,
      null,
    ]);
    const optionsFor = (spanSec: number) =>
      timeAxisOptions([
        { at: 0, values: {} },
        { at: spanSec, values: {} },
      ]);
    expect(optionsFor(3600)).toEqual({ hour: "numeric", minute: "2-digit" });
    expect(optionsFor(2 * 86_400)).toEqual({ weekday: "short", hour: "numeric" });
    expect(optionsFor(30 * 86_400)).toEqual({ day: "numeric", month: "short" });
  });
});

describe("cursor pages", () => {
  it("go forward by the answer's cursor and back by memory", () => {
    const third = toNextPage(toNextPage(firstPage, "b"), "c");
    expect(cursorOf(firstPage)).toBeUndefined();
    expect(cursorOf(third)).toBe("c");
    expect(cursorOf(toPreviousPage(third))).toBe("b");
    expect(toPreviousPage(firstPage)).toBe(firstPage);
  });
});

describe("a bubble", () => {
  const view = { width: 360, height: 640 };
  const bubble = { width: 200, height: 50 };

  it("stands in the middle above its word, below where there is no room", () => {
    expect(placeBubble({ left: 150, top: 300, width: 60, height: 20 }, bubble, view)).toEqual({ left: 80, top: 244 });
    expect(placeBubble({ left: 150, top: 40, width: 60, height: 20 }, bubble, view)).toEqual({ left: 80, top: 66 });
  });

  it("stays in view at both edges", () => {
    expect(placeBubble({ left: 4, top: 300, width: 20, height: 20 }, bubble, view).left).toBe(12);
    expect(placeBubble({ left: 340, top: 300, width: 20, height: 20 }, bubble, view).left).toBe(148);
  });
});
