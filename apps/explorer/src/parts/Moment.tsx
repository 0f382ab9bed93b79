import { Time } from "@session/ui";

/** A time in a table: on one line, so that rows stay low. */
export function Moment({ at }: { readonly at: number }) {
  return (
    <span className="whitespace-nowrap">
      <Time at={at} />
    </span>
  );
}
