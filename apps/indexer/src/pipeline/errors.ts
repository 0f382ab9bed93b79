import { CodedError } from "@session/protocol";

export type ViewErrorDetail =
  /** An event's value is none the views' columns hold. The event is left out of its view. */
  | { readonly code: "VALUE_OUT_OF_RANGE"; readonly value: string }
  /** An event changes what no event has made. The event is left out of its view. */
  | { readonly code: "ROW_MISSING"; readonly table: string; readonly key: string }
  /** A handler uses a row it didn't ask for, or makes one twice: its own mistake. */
  | { readonly code: "ROW_NOT_LOADED"; readonly table: string; readonly key: string }
  | { readonly code: "ROW_EXISTS"; readonly table: string; readonly key: string }
  /** A reorganisation goes back behind what is journalled: the views are made again from the raw tables. */
  | { readonly code: "UNDO_MISSING"; readonly ancestor: bigint; readonly reached: bigint };

export class ViewError extends CodedError<ViewErrorDetail> {}

const MAX_INT8 = 2n ** 63n - 1n;
const MAX_INT4 = 2 ** 31 - 1;

/** An unsigned integer that fits a `bigint` column. @throws ViewError VALUE_OUT_OF_RANGE */
export function toInt8(value: bigint): bigint {
  if (value > MAX_INT8) throw new ViewError({ code: "VALUE_OUT_OF_RANGE", value: value.toString() });
  return value;
}

/** An unsigned integer that fits an `integer` column. @throws ViewError VALUE_OUT_OF_RANGE */
export function toInt4(value: bigint | number): number {
  const number = Number(value);
  if (number > MAX_INT4) throw new ViewError({ code: "VALUE_OUT_OF_RANGE", value: value.toString() });
  return number;
}
