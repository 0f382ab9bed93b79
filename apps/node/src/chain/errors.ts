import { CodedError } from "@session/protocol";

export type ChainErrorDetail =
  | { code: "BLOCK_OUT_OF_ORDER"; height: number; expected: number }
  | { code: "BLOCK_COMMIT_INVALID"; height: number }
  | { code: "FORK_FROM_CHECKPOINT"; height: number; onL2: string; local: string };

/** A block that can't follow this node's head, or a chain that isn't the one L2 has seen. */
export class ChainError extends CodedError<ChainErrorDetail> {}
