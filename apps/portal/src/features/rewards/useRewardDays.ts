import type { UseQueryResult } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useAnswer } from "../../data/useAnswer.ts";
import { type DayRange, daysOfNode, type RewardDay, rangeFault } from "./model.ts";

/** What an account earned by day, oldest first: in all, or by one node, whose part stands in the file of all. */
export function useRewardDays(account: Hex, range: DayRange, node: number | undefined) {
  const topics = [`address:${account.toLowerCase()}` as `address:0x${string}`];
  const isOn = rangeFault(range) === undefined;
  const input = { address: account, ...range };
  const all = useAnswer("getRewardHistory", input, { topics, isOn: isOn && node === undefined });
  const file = useAnswer("getRewardHistoryCsv", input, { topics, isOn: isOn && node !== undefined });
  if (node === undefined)
    return mapped(all, ({ items }) => items.map(({ day, amount }) => ({ day, amount: BigInt(amount) })));
  return mapped(file, (csv) => daysOfNode(csv, node));
}

function mapped<Data>(query: UseQueryResult<Data>, read: (data: Data) => RewardDay[]): UseQueryResult<RewardDay[]> {
  const { data } = query;
  return { ...query, data: data === undefined ? undefined : read(data) } as UseQueryResult<RewardDay[]>;
}
