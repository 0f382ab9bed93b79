import { CodedError } from "@session/protocol";
import type { BlockRef, Hex } from "./types.ts";

/** Everything the follower reports by code. Numbers are L2 block numbers; a `null` hash means "no such block". */
export type L2ErrorDetail =
  | { code: "OPTION_INVALID"; option: string; reason: string }
  /** No answer, or not the answer of an Ethereum node. `retryInMs` null: not retried by itself. */
  | { code: "PROVIDER_DOWN"; providers: readonly string[]; reason: string; retryInMs: number | null }
  /** An answer that contradicts itself or the chain it came from. */
  | { code: "PROVIDER_BAD_ANSWER"; provider: string; method: string; reason: string }
  | { code: "PROVIDERS_DISAGREE"; number: bigint; answers: readonly string[] }
  | { code: "WRONG_CHAIN_ID"; provider: string; option: "chainId"; expected: bigint; actual: bigint }
  /** `eth_getLogs` was refused for this range; the follower halves it and tries again. */
  | { code: "RANGE_REFUSED"; provider: string; from: bigint; to: bigint; reason: string }
  /** A reorganisation while the range was read; asked again at the next poll. */
  | { code: "RANGE_CHANGED"; provider: string; number: bigint }
  /** Even one block is refused. */
  | { code: "RANGE_EXHAUSTED"; provider: string; number: bigint; reason: string }
  | { code: "L2_REORG_BEYOND_SAFE"; finalized: BlockRef; found: { number: bigint; hash: Hex | null } }
  | { code: "REWIND_MISMATCH"; number: bigint; expected: Hex; found: Hex | null }
  | { code: "STORE_MISMATCH"; field: string; stored: string; configured: string }
  /** `events(from)` named a block the follower never delivered. */
  | { code: "CURSOR_UNKNOWN"; number: bigint; hash: Hex }
  | { code: "FOLLOWER_CLOSED" };

/** An error of the L2 follower. */
export class L2Error extends CodedError<L2ErrorDetail> {}

/** The reorganisation only an operator can decide on. */
export function reorgBeyondSafe(finalized: BlockRef, found: { number: bigint; hash: Hex | null }): L2Error {
  return new L2Error(
    { code: "L2_REORG_BEYOND_SAFE", finalized, found },
    `L2 block ${finalized.number} was final as ${finalized.hash}, the providers now have ${found.hash ?? "no such block"}. ` +
      "Nothing more is followed or signed until an operator has found out which chain is right: check the providers, " +
      "then rewind to a block of the right chain.",
  );
}
