import type { StateEvent } from "@session/protocol";
import type { Writer } from "../../database/database.ts";
import type { ChainView } from "../../sources/appchain/chainView.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { timeline } from "./schema.ts";

/** `timeline`: what blocks changed, in order. */
export class TimelineView implements ChainView {
  #rows: (typeof timeline.$inferInsert)[] = [];

  take({ state: { height, time }, changes }: ExecutedBlock): void {
    for (const [seq, change] of changes.entries())
      this.#rows.push({
        ...{ height, seq, time },
        nodeId: "node" in change ? change.node : null,
        type: change.type,
        detail: detailOf(change),
      });
  }

  async write(writer: Writer): Promise<void> {
    await writer.append(timeline, this.#rows);
    this.#rows = [];
  }
}

/** What the event says beyond its columns; amounts as decimal strings. */
function detailOf(change: StateEvent): Record<string, unknown> {
  const { type: _type, ...rest } = change;
  const fields = Object.entries(rest).filter(([name]) => name !== "node");
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
  );
}
