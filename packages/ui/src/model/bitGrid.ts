// Geometry and walking of a BitGrid, without a DOM. Cells are numbered row by row from 0.

export const CELL_PX = 10;
export const GAP_PX = 2;
const STEP_PX = CELL_PX + GAP_PX;

/** Cells beside each other in a width; at least one. */
export function columnsIn(widthPx: number): number {
  return Math.max(1, Math.floor((widthPx + GAP_PX) / STEP_PX));
}

/** Width or height of `count` cells in px. */
export function extentOf(count: number): number {
  return Math.max(0, count * STEP_PX - GAP_PX);
}

/** The cell under a point of the grid, undefined beside the last. */
export function cellAt(xPx: number, yPx: number, columns: number, count: number): number | undefined {
  const column = Math.floor(xPx / STEP_PX);
  if (column < 0 || column >= columns || yPx < 0) return undefined;
  const index = Math.floor(yPx / STEP_PX) * columns + column;
  return index < count ? index : undefined;
}

/**
 * Where a key leads from a cell: arrows by one, Home and End within the row, with Ctrl to the ends, Page by ten rows.
 * @returns the cell, the same one at an edge; undefined for other keys
 */
export function walk(
  from: number,
  key: string,
  { columns, count, ctrl = false, rtl = false }: { columns: number; count: number; ctrl?: boolean; rtl?: boolean },
): number | undefined {
  const rowStart = from - (from % columns);
  const last = count - 1;
  const byRows = (rows: number) => {
    const column = from - rowStart;
    const lastRow = Math.floor((last - column) / columns);
    return column + columns * Math.min(lastRow, Math.max(0, rowStart / columns + rows));
  };
  const forward = rtl ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return Math.min(last, Math.max(0, from + forward));
    case "ArrowLeft":
      return Math.min(last, Math.max(0, from - forward));
    case "ArrowDown":
      return byRows(1);
    case "ArrowUp":
      return byRows(-1);
    case "PageDown":
      return byRows(10);
    case "PageUp":
      return byRows(-10);
    case "Home":
      return ctrl ? 0 : rowStart;
    case "End":
      return ctrl ? last : Math.min(last, rowStart + columns - 1);
    default:
      return undefined;
  }
}

/**
 * One SVG path for all cells `matches` picks, so that ten thousand cells are a handful of elements.
 * @param inset how much smaller than its place a cell is drawn on each side, px
 */
export function pathOf(count: number, columns: number, matches: (index: number) => boolean, inset: number): string {
  const side = CELL_PX - 2 * inset;
  const parts: string[] = [];
  for (let index = 0; index < count; index++) {
    if (!matches(index)) continue;
    const x = (index % columns) * STEP_PX + inset;
    const y = Math.floor(index / columns) * STEP_PX + inset;
    parts.push(`M${x} ${y}h${side}v${side}h-${side}z`);
  }
  return parts.join("");
}
