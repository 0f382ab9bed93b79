import { toNetworkNow, useNow } from "@session/web";
import { useAnswer } from "./useAnswer.ts";

/** Unix milliseconds, once a second, for the age of blocks; see `toNetworkNow`. */
export function useNetworkNow(): number {
  const { data, dataUpdatedAt } = useAnswer("getNetwork", {}, { topics: ["network"] });
  return toNetworkNow(data, dataUpdatedAt, useNow());
}
