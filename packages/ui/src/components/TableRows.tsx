import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useRef } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import type { Sort } from "../model/sortRows.ts";
import { useIsPrinted } from "./printPage.ts";
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

/**
 * The roles these elements have by themselves: browsers forget them once a style makes blocks of rows and cells, and for who
 * listens it must stay a table.
 */
const ROLES = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
const ALIGN = { start: "text-start", end: "text-end" } as const;
/** More columns than these stand one under the other where the window is narrow. */
const MOST_BESIDE = 2;
const ROW_PX = 41;
const OVERSCAN = 12;
/** What the first draw assumes before the browser has laid anything out. */
const ASSUMED = { width: 1200, height: 640 };

const SORT_SIGN = { ascending: "↑", descending: "↓" } as const;

type HeadCellProps<Row> = {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: () => void;
  stacks: boolean;
};

const isSortable = <Row,>({ sortBy, sortable = false }: Column<Row>) => sortBy !== undefined || sortable;

function HeadCell<Row>({ column, sort, onSort, stacks }: HeadCellProps<Row>) {
  const canSort = isSortable(column);
  const direction = sort?.column === column.id ? sort.direction : undefined;
  // Where rows are stacked, each value has its name beside it: of the heads, only those that sort are to be seen.
  const narrow = stacks ? (canSort ? "max-md:p-0" : "max-md:sr-only") : "";
  return (
    <th
      {...ROLES.head}
      scope="col"
      aria-sort={canSort ? (direction ?? "none") : undefined}
      className={`px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:ps-0 last:pe-0 ${ALIGN[column.align ?? "start"]} ${narrow}`}
    >
      {canSort ? (
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

type BodyRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  stacks: boolean;
  /** Of a table that holds only a part of its rows. */
  index?: number;
  measure?: (row: HTMLElement | null) => void;
};

function BodyRow<Row>({ row, columns, stacks, index, measure }: BodyRowProps<Row>) {
  return (
    <tr
      {...ROLES.row}
      ref={measure}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={`border-b border-line ${stacks ? "max-md:block max-md:py-2" : ""}`}
    >
      {columns.map(({ id, header, cell, align }) => (
        <td
          key={id}
          {...ROLES.cell}
          data-label={header}
          className={`h-10 px-3 py-1.5 first:ps-0 last:pe-0 ${ALIGN[align ?? "start"]} ${stacks ? STACKED_CELL : ""}`}
        >
          {stacks ? <div className="max-md:min-w-0 max-md:wrap-anywhere">{cell(row)}</div> : cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Name and value on one line, as an instrument's panel has them; a column with nothing to say takes no line. */
const STACKED_CELL =
  "stacked-cell max-md:flex max-md:h-auto max-md:min-h-8 max-md:items-center max-md:justify-between max-md:gap-4 " +
  "max-md:px-0 max-md:py-1 max-md:text-end max-md:has-[>div:empty]:hidden";

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
  stacks: boolean;
  scroller?: RefObject<HTMLElement | null>;
  /** Of a table that holds only a part of them. */
  rowCount?: number;
  children: ReactNode;
};

/** The area, caption and head; `children` are the rows. What scrolls is reached by the keyboard, its head stays. */
function Frame<Row>(props: FrameProps<Row>) {
  const { caption, hideCaption, columns, stacks, sort, onSort, scroller, rowCount, children } = props;
  const t = useUiText();
  const isPart = rowCount !== undefined;
  const block = stacks ? "max-md:block" : "";
  const head = stacks ? "max-md:flex max-md:flex-wrap max-md:gap-x-4" : "";
  const sorted = columns.some(isSortable) ? "" : "max-md:border-0";
  return (
    <section
      {...(scroller !== undefined && { ref: scroller })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={t("list.area", { caption })}
      className={`relative ${isPart ? "max-h-[min(40rem,70dvh)] overflow-auto" : "overflow-x-auto"}`}
    >
      <table
        {...ROLES.table}
        className={`w-full border-collapse ${block}`}
        aria-rowcount={isPart ? rowCount + 1 : undefined}
      >
        <caption className={hideCaption ? "sr-only" : `pb-2 text-start text-base font-medium ${block}`}>
          {caption}
        </caption>
        <thead {...ROLES.group} className={`${isPart ? "sticky top-0 z-10 bg-ground" : ""} ${block}`}>
          <tr
            {...ROLES.row}
            className={`border-b border-line ${head} ${stacks ? sorted : ""}`}
            aria-rowindex={isPart ? 1 : undefined}
          >
            {columns.map((column) => (
              <HeadCell key={column.id} {...{ column, sort, stacks }} onSort={() => onSort(column.id)} />
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.group} className={block}>
          {children}
        </tbody>
      </table>
    </section>
  );
}

type RowsProps<Row> = Omit<TableRowsProps<Row>, "scrolls"> & { stacks: boolean };

function ScrollingRows<Row>({ rows, rowKey, ...frame }: RowsProps<Row>) {
  // The hook stands in the component that draws the scroller: a child's effects run before an ancestor's ref is set.
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    // Stacked rows are as high as what they hold. Nothing has a height before the browser has laid it out.
    measureElement: (row) => row.getBoundingClientRect().height || ROW_PX,
    overscan: OVERSCAN,
    initialRect: ASSUMED,
  });
  const items = virtualizer.getVirtualItems();
  const { columns, stacks } = frame;
  const measure = virtualizer.measureElement;
  return (
    <Frame {...frame} scroller={scroller} rowCount={rows.length}>
      <Spacer heightPx={items[0]?.start ?? 0} columns={columns.length} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : <BodyRow key={rowKey(row)} {...{ row, index, columns, stacks, measure }} />;
      })}
      <Spacer heightPx={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={columns.length} />
    </Frame>
  );
}

/**
 * Head and rows of a `Table`; many rows scroll in their own area, and only those in view are in the page, until it is printed. In a narrow window
 * the cells of a row stand one under the other, each with its name.
 */
export function TableRows<Row>({ scrolls, ...props }: TableRowsProps<Row>) {
  const stacks = props.columns.length > MOST_BESIDE;
  const isPrinted = useIsPrinted();
  if (scrolls && !isPrinted) return <ScrollingRows {...props} stacks={stacks} />;
  const { rows, rowKey, ...frame } = props;
  return (
    <Frame {...frame} stacks={stacks}>
      {rows.map((row) => (
        <BodyRow key={rowKey(row)} columns={frame.columns} {...{ row, stacks }} />
      ))}
    </Frame>
  );
}
