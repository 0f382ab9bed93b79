import type { ChainState } from "@session/protocol";
import type { Queries, Writer } from "../../database/database.ts";
import type { ExecutedBlock } from "./executeBlock.ts";

/** The block the rows in the database stand at; height 0 is the genesis. */
export type ViewPosition = { readonly height: number; readonly time: number };

/**
 * Rows that follow from the blocks of the appchain, in order, and from nothing else. A view takes verified blocks, keeps
 * what they change, and writes it in the transaction of their batch: the rows are the same however blocks are cut into
 * batches. When a transaction fails, a view is thrown away and another is loaded.
 */
export interface ChainView {
  /** Rows of the genesis itself, before any block. */
  takeGenesis?(state: ChainState): void;
  /** Reads what it needs of its rows to go on from `position`. */
  load?(queries: Queries, position: ViewPosition): Promise<void>;
  /** The state of the genesis or of a checkpoint: blocks to follow or to take come after it. */
  startAt?(state: ChainState): void;
  /** A block whose rows are written already: only what the view remembers beside its rows follows it. */
  follow?(block: ExecutedBlock): void;
  take(block: ExecutedBlock): void;
  write(writer: Writer): Promise<void>;
}
