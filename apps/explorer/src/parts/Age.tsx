import { Duration } from "@session/ui";

export type AgeProps = {
  /** Unix seconds. */
  readonly at: number;
  /** Of `useNetworkNow`, once for a whole list. */
  readonly nowMs: number;
};

/** How long ago something was. */
export function Age({ at, nowMs }: AgeProps) {
  return <Duration seconds={Math.max(0, nowMs / 1_000 - at)} />;
}
