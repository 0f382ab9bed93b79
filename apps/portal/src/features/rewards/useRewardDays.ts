import type { UseQueryResult } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useAnswer } from "../../data/useAnswer.ts";
import { type DayRange, type RewardDay, rangeFault } from "./model.ts";

/** What an account earned by day, oldest first: in all, or by one node. */
export function useRewardDays(account: Hex, range: DayRange, node: number | undefined): UseQueryResult<RewardDay[]> {
  const topics = [`address:${account.toLowerCase()}` as `address:0x${string}`];
  const input = { address: account, ...range, ...(node !== undefined && { node }) };
  const query = useAnswer("getRewardHistory", input, { topics, isOn: rangeFault(range) === undefined });
  const data = query.data?.items.map(({ day, amount }) => ({ day, amount: BigInt(amount) }));
  return { ...query, data } as UseQueryResult<RewardDay[]>;
}
