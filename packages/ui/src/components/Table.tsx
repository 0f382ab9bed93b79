import { type ReactNode, useState } from "react";
import { formatDuration } from "../format/formatDuration.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { nextSort, type Sort, type SortValue, sortRows } from "../model/sortRows.ts";
import { type CsvValue, toCsv } from "../model/toCsv.ts";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";
import { downloadText } from "./downloadText.ts";
import { EmptyState } from "./EmptyState.tsx";
import { ErrorState } from "./ErrorState.tsx";
import { Skeleton } from "./Skeleton.tsx";
import { TableRows } from "./TableRows.tsx";

export type Column<Row> = {
  id: string;
  /** Head of the column, also in the export. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** `end` for figures. */
  align?: "start" | "end";
  /** Makes the column sortable here, by this value. */
  sortBy?: (row: Row) => SortValue;
  /** Makes the column sortable by the caller (`onSort`), as where the API sorts. */
  sortable?: boolean;
  /** Value in the export; a column without it isn't exported. */
  csv?: (row: Row) => CsvValue;
};

export type TableProps<Row> = {
  /** Names the table; shown unless `hideCaption`. */
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  /** Undefined while nothing has loaded. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
  /** Why loading failed: in place of the rows, or above those of before. */
  error?: ReactNode;
  errorCode?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** Age of the rows in seconds, once they are too old; shown above them. */
  staleSec?: number | undefined;
  /** The order, when the caller keeps it (in the URL); the table keeps its own otherwise. */
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** File name of the export without ".csv": shows the button. */
  csvName?: string;
  /** Rows from which on they scroll in an area of their own, and only those in view are in the page; 100 without it. */
  scrollFrom?: number;
};

const SCROLL_FROM = 100;

function exportCsv<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const exported = columns.filter(({ csv }) => csv !== undefined);
  const text = toCsv(
    exported.map(({ header }) => header),
    rows.map((row) => exported.map(({ csv }) => csv?.(row))),
  );
  downloadText(`${name}.csv`, text, "text/csv;charset=utf-8");
}

/** Uses the caller's order, or keeps one and sorts here. */
function useSorted<Row>({ columns, rows, sort, onSort }: TableProps<Row>) {
  const { locale } = useLocale();
  const [own, setOwn] = useState<Sort>();
  const current = sort ?? own;
  const sortBy = columns.find(({ id }) => id === current?.column)?.sortBy;
  const sorted =
    rows !== undefined && current !== undefined && sortBy !== undefined
      ? sortRows(rows, sortBy, current.direction, locale)
      : rows;
  return { sorted, current, change: onSort ?? setOwn };
}

/**
 * A table with its states: loading, empty, error with retry, stale with its age. Sorts by column heads, exports CSV, and
 * keeps only the visible of many rows in the page.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, hideCaption = false, columns, rowKey, empty, error, errorCode, onRetry, staleSec, csvName } = props;
  const t = useUiText();
  const { locale } = useLocale();
  const { sorted, current, change } = useSorted(props);
  const hasError = error !== undefined && error !== null && error !== false;
  const failure = hasError && (
    <ErrorState code={errorCode} onRetry={onRetry}>
      {error}
    </ErrorState>
  );
  if (sorted === undefined) return failure || <Skeleton lines={5} />;
  if (sorted.length === 0) return failure || (empty ?? <EmptyState title={t("list.empty")} />);
  return (
    <div className="flex flex-col gap-2">
      {failure}
      {staleSec !== undefined && (
        <Banner tone="warn" title={t("list.stale", { age: formatDuration(staleSec, locale, "long") })} />
      )}
      {csvName !== undefined && (
        <div className="flex items-center justify-between gap-4 text-xs text-muted">
          {t("list.rows", { count: sorted.length })}
          <Button size="sm" variant="quiet" onClick={() => exportCsv(csvName, columns, sorted)}>
            {t("list.csv")}
          </Button>
        </div>
      )}
      <TableRows
        caption={caption}
        hideCaption={hideCaption}
        columns={columns}
        rows={sorted}
        rowKey={rowKey}
        sort={current}
        onSort={(column) => change(nextSort(current, column))}
        scrolls={sorted.length > (props.scrollFrom ?? SCROLL_FROM)}
      />
    </div>
  );
}
