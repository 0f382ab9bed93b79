import { type Column, Link } from "@session/ui";
import { Moment } from "./Moment.tsx";

/** A height that leads to its block or checkpoint. */
export function heightColumn<Row extends { readonly height: number }>(
  header: string,
  list: "blocks" | "checkpoints",
): Column<Row> {
  return {
    id: "height",
    header,
    cell: ({ height }) => <Link href={`/${list}/${height}`}>{String(height)}</Link>,
    csv: ({ height }) => height,
  };
}

/** When it was, in the reader's zone; in UTC in what is downloaded. */
export function timeColumn<Row extends { readonly time: number }>(header: string): Column<Row> {
  return {
    id: "time",
    header,
    cell: ({ time }) => <Moment at={time} />,
    csv: ({ time }) => new Date(time * 1_000).toISOString(),
  };
}
