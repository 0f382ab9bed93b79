import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useRef } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import type { Sort } from "../model/sortRows.ts";
import type { Column } from "./Table.tsx";

export type TableRowsProps<Row> = {
  caption: string;
  hideCaption: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort: Sort | undefined;
  onSort: (column: string) => void;
  /** In an area of their own. */
  scrolls: boolean;
};

const ALIGN = { start: "text-start", end: "text-end" } as const;
const ROW_PX = 41;
const OVERSCAN = 12;
/** What the first draw assumes before the browser has laid anything out. */
const ASSUMED = { width: 1200, height: 640 };

const SORT_SIGN = { ascending: "↑", descending: "↓" } as const;

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort | undefined; onSort: () => void }) {
  const isSortable = column.sortBy !== undefined || column.sortable === true;
  const direction = sort?.column === column.id ? sort.direction : undefined;
  return (
    <th
      scope="col"
      aria-sort={isSortable ? (direction ?? "none") : undefined}
      className={`px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:ps-0 last:pe-0 ${ALIGN[column.align ?? "start"]}`}
    >
      {isSortable ? (
        <button
          type="button"
          onClick={onSort}
          // The sign stands on the inner side, so that the head lines up with its figures.
          className={`inline-flex min-h-6 items-center rounded-md hover:text-text ${column.align === "end" ? "flex-row-reverse" : ""}`}
        >
          {column.header}
          <span aria-hidden="true" className="inline-block w-4 text-center">
            {direction === undefined ? "" : SORT_SIGN[direction]}
          </span>
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

function BodyRow<Row>({ row, index, columns }: { row: Row; index?: number; columns: readonly Column<Row>[] }) {
  return (
    <tr aria-rowindex={index === undefined ? undefined : index + 2} className="border-b border-line">
      {columns.map(({ id, cell, align }) => (
        <td key={id} className={`h-10 px-3 py-1.5 first:ps-0 last:pe-0 ${ALIGN[align ?? "start"]}`}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function Spacer({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that only keeps the height isn't focusable.
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: heightPx, padding: 0 }} />
    </tr>
  );
}

type FrameProps<Row> = Omit<TableRowsProps<Row>, "rows" | "rowKey" | "scrolls"> & {
  scroller?: RefObject<HTMLElement | null>;
  /** Of a table that holds only a part of them. */
  rowCount?: number;
  children: ReactNode;
};

/** The area, caption and head; `children` are the rows. What scrolls is reached by the keyboard, its head stays. */
function Frame<Row>({ caption, hideCaption, columns, sort, onSort, scroller, rowCount, children }: FrameProps<Row>) {
  const t = useUiText();
  const isPart = rowCount !== undefined;
  return (
    <section
      {...(scroller !== undefined && { ref: scroller })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={t("list.area", { caption })}
      className={`relative ${isPart ? "max-h-[min(40rem,70dvh)] overflow-auto" : "overflow-x-auto"}`}
    >
      <table className="w-full border-collapse" aria-rowcount={isPart ? rowCount + 1 : undefined}>
        <caption className={hideCaption ? "sr-only" : "pb-2 text-start text-base font-medium"}>{caption}</caption>
        <thead className={isPart ? "sticky top-0 z-10 bg-ground" : undefined}>
          <tr className="border-b border-line" aria-rowindex={isPart ? 1 : undefined}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={() => onSort(column.id)} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function ScrollingRows<Row>({ rows, rowKey, ...frame }: Omit<TableRowsProps<Row>, "scrolls">) {
  // The hook stands in the component that draws the scroller: a child's effects run before an ancestor's ref is set.
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    initialRect: ASSUMED,
  });
  const items = virtualizer.getVirtualItems();
  const { columns } = frame;
  return (
    <Frame {...frame} scroller={scroller} rowCount={rows.length}>
      <Spacer heightPx={items[0]?.start ?? 0} columns={columns.length} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : <BodyRow key={rowKey(row)} row={row} index={index} columns={columns} />;
      })}
      <Spacer heightPx={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={columns.length} />
    </Frame>
  );
}

/** Head and rows of a `Table`; many rows scroll in their own area, and only those in view are in the page. */
export function TableRows<Row>({ scrolls, ...props }: TableRowsProps<Row>) {
  if (scrolls) return <ScrollingRows {...props} />;
  const { rows, rowKey, ...frame } = props;
  return (
    <Frame {...frame}>
      {rows.map((row) => (
        <BodyRow key={rowKey(row)} row={row} columns={frame.columns} />
      ))}
    </Frame>
  );
}
