import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { EmptyState } from "./EmptyState.tsx";
import { ErrorState } from "./ErrorState.tsx";
import { Skeleton } from "./Skeleton.tsx";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** `end` for figures. */
  align?: "start" | "end";
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
  /** In place of the rows when they couldn't be loaded. */
  error?: ReactNode;
  onRetry?: () => void;
};

/** A table with its states: loading, empty, error. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, hideCaption = false, columns, rows, rowKey, empty, error, onRetry } = props;
  const t = useUiText();
  if (error !== undefined && rows === undefined) return <ErrorState onRetry={onRetry}>{error}</ErrorState>;
  if (rows === undefined) return <Skeleton lines={5} />;
  if (rows.length === 0) return empty ?? <EmptyState title={t("list.empty")} />;
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <caption className={hideCaption ? "sr-only" : "pb-2 text-start font-medium"}>{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map(({ id, header, align }) => (
              <th key={id} scope="col" className={`px-3 py-2 text-xs font-medium text-muted text-${align ?? "start"}`}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line">
              {columns.map(({ id, cell, align }) => (
                <td key={id} className={`px-3 py-2 text-${align ?? "start"}`}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
