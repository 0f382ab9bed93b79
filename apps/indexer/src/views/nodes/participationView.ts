import { gte } from "drizzle-orm";
import type { Queries, Writer } from "../../database/database.ts";
import { chainBlocks } from "../../raw/schema.ts";
import type { ChainView, ViewPosition } from "../../sources/appchain/chainView.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { hourOf } from "../../sources/appchain/time.ts";
import { participationHours } from "./schema.ts";

/** Bits of a height come in the bodies of the five blocks after it (protocol/blocks.md#commits-5). */
const LATE_HEIGHTS = 5;

type Tally = { present: number; counted: number; isChanged: boolean };

/**
 * `participation_hours`: votes by the hour of the block they are for. The full commit of a height counts everyone who
 * could vote, late bits add those who came later; the protocol lets no bit come twice.
 */
export class ParticipationView implements ChainView {
  readonly #times = new Map<number, number>();
  /** hour → node id → votes; hours that late bits may still reach. */
  readonly #hours = new Map<number, Map<number, Tally>>();

  async load(queries: Queries, position: ViewPosition): Promise<void> {
    const recent = await queries
      .select({ height: chainBlocks.height, time: chainBlocks.time })
      .from(chainBlocks)
      .where(gte(chainBlocks.height, position.height - LATE_HEIGHTS));
    for (const { height, time } of recent) if (height <= position.height) this.#times.set(height, time);
    const oldest = Math.min(position.time, ...this.#times.values());
    const rows = await queries
      .select()
      .from(participationHours)
      .where(gte(participationHours.hour, hourOf(oldest)));
    for (const { hour, nodeId, present, counted } of rows)
      this.#hour(hour).set(nodeId, { present, counted, isChanged: false });
  }

  take({ parent, final }: ExecutedBlock): void {
    const { header, body } = final.block;
    this.#times.set(header.height, header.time);
    for (const [index, commit] of body.commits.entries()) {
      const hour = hourOf(this.#times.get(commit.height) ?? header.time);
      const voters = parent.validatorsAt(commit.height) ?? [];
      const tallies = this.#hour(hour);
      for (const [bit, { id }] of voters.entries()) {
        const isPresent = commit.bits.get(bit);
        if (index === 0 || isPresent) add(tallies, id, isPresent, index === 0);
      }
    }
    this.#times.delete(header.height - LATE_HEIGHTS - 1);
  }

  async write(writer: Writer): Promise<void> {
    const rows: (typeof participationHours.$inferInsert)[] = [];
    for (const [hour, tallies] of this.#hours)
      for (const [nodeId, tally] of tallies) {
        if (tally.isChanged) rows.push({ hour, nodeId, present: tally.present, counted: tally.counted });
        tally.isChanged = false;
      }
    await writer.upsert(participationHours, rows);
    const oldest = hourOf(Math.min(...this.#times.values()));
    for (const hour of this.#hours.keys()) if (hour < oldest) this.#hours.delete(hour);
  }

  #hour(hour: number): Map<number, Tally> {
    const tallies = this.#hours.get(hour) ?? new Map<number, Tally>();
    this.#hours.set(hour, tallies);
    return tallies;
  }
}

function add(tallies: Map<number, Tally>, id: number, isPresent: boolean, isCounted: boolean): void {
  const tally = tallies.get(id) ?? { present: 0, counted: 0, isChanged: true };
  if (isPresent) tally.present += 1;
  if (isCounted) tally.counted += 1;
  tally.isChanged = true;
  tallies.set(id, tally);
}
