import type { Writer } from "../../database/database.ts";
import type { ChainView } from "../../sources/appchain/chainView.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { toHex } from "../../sources/appchain/hex.ts";
import { outcomes } from "./schema.ts";

/** `outcomes`: what became of the L2 events in blocks. */
export class OutcomesView implements ChainView {
  #rows: (typeof outcomes.$inferInsert)[] = [];

  take(block: ExecutedBlock): void {
    for (const outcome of block.outcomes)
      this.#rows.push({
        l2Number: BigInt(outcome.l2Number),
        logIndex: outcome.logIndex,
        txHash: toHex(outcome.txHash),
        kind: outcome.kind,
        height: block.state.height,
        result: outcome.result,
        code: outcome.result === "rejected" ? outcome.code : null,
        message: outcome.result === "rejected" ? outcome.message : null,
        nodeId: outcome.node ?? null,
      });
  }

  async write(writer: Writer): Promise<void> {
    await writer.append(outcomes, this.#rows);
    this.#rows = [];
  }
}
