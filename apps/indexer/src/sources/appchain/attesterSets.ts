import type { NodeId, Voter } from "@session/protocol";
import { and, eq, gte, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { chainNodes } from "../../views/nodes/schema.ts";
import { timeline } from "../../views/timeline/schema.ts";

type Member = { readonly id: NodeId; readonly blsKey: Uint8Array; readonly from: number; readonly until: number };

/**
 * Who attested checkpoints at which height: every node the chain knew, ascending by id. From the views, so that
 * certificates of long ago can be judged, too.
 */
export class AttesterSets {
  readonly #members: readonly Member[];
  readonly #keys: ReadonlyMap<NodeId, Uint8Array>;

  private constructor(members: readonly Member[]) {
    this.#members = members;
    this.#keys = new Map(members.map(({ id, blsKey }) => [id, blsKey]));
  }

  /** @param from - lowest height that will be asked for */
  static async read(queries: Queries, from: number): Promise<AttesterSets> {
    const rows = await queries
      .select({
        ...{ id: chainNodes.id, bls: chainNodes.bls, status: chainNodes.status },
        ...{ statusHeight: chainNodes.statusHeight, registeredHeight: chainNodes.registeredHeight },
      })
      .from(chainNodes);
    // The last validator, paid out by the contract, attests no more though the chain still knows it.
    const departed = await queries
      .select({ nodeId: timeline.nodeId, height: timeline.height })
      .from(timeline)
      .where(
        and(eq(timeline.type, "deferred"), sql`${timeline.detail}->>'change' = 'forget'`, gte(timeline.height, 0)),
      );
    const departures = new Map(departed.map(({ nodeId, height }) => [nodeId, height]));
    const members = rows.map((row) => ({
      id: row.id,
      blsKey: new Uint8Array(Buffer.from(row.bls.slice(2), "hex")),
      from: row.registeredHeight,
      until: Math.min(
        departures.get(row.id) ?? Number.POSITIVE_INFINITY,
        row.status === "forgotten" ? row.statusHeight : Number.POSITIVE_INFINITY,
      ),
    }));
    return new AttesterSets(members.filter(({ until }) => until > from).sort((a, b) => a.id - b.id));
  }

  keyOf(id: NodeId): Uint8Array | undefined {
    return this.#keys.get(id);
  }

  at(height: number): readonly Voter[] {
    return this.#members.filter(({ from, until }) => from <= height && height < until);
  }

  /** Was this, ascending, the set at any height of the range? */
  wasSet(ids: readonly NodeId[], fromHeight: number, toHeight: number): boolean {
    const changes = this.#members.flatMap(({ from, until }) => [from, until]);
    const heights = new Set([fromHeight, ...changes.filter((height) => height > fromHeight && height <= toHeight)]);
    return [...heights].some((height) => {
      const set = this.at(height);
      return set.length === ids.length && set.every(({ id }, i) => id === ids[i]);
    });
  }
}
