import type { Hex } from "viem";
import type { LooseLog } from "./encodeEvents.ts";

/** emitter.yul by solc 0.8.37, optimized, for Cancun. */
export const EMITTER_CODE: Hex =
  "0x5f5b368110600957005b803562ffffff815f1a9160e01c1690600483018160051b84019183600484015f378060011460915780600214608057806003146068576004146049575f80fd5b836064600495013591602460448301359201359035855fa45b01016001565b5092600493602460448301359201359035845fa36062565b50602460049401359035835fa26062565b506004935035825fa1606256";

/** dispatcher.yul, likewise. */
export const DISPATCHER_CODE: Hex =
  "0x5f5b368110600957005b5f808083358163ffffffff8260401c169485928360188901833760601c5af115603457016018016001565b5f80fd";

const number = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");

/** Call data with which the dispatcher has these logs emitted in their order, each by its own contract. */
export function toCallData(logs: readonly LooseLog[]): Hex {
  const calls = logs.map(({ address, topics, data }) => {
    const size = (data.length - 2) / 2;
    const words = topics.map((topic) => topic.slice(2)).join("");
    const call = number(topics.length, 1) + number(size, 3) + words + data.slice(2);
    return address.slice(2) + number(call.length / 2, 4) + call;
  });
  return `0x${calls.join("")}`;
}
