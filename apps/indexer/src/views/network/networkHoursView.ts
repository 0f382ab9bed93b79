import type { ChainState } from "@session/protocol";
import { eq } from "drizzle-orm";
import type { Queries, Writer } from "../../database/database.ts";
import type { ChainView, ViewPosition } from "../../sources/appchain/chainView.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { toInt8 } from "../../sources/appchain/hex.ts";
import { hourOf } from "../../sources/appchain/time.ts";
import { networkHours } from "./schema.ts";

type Row = typeof networkHours.$inferInsert;
type Hour = { readonly hour: number; state: ChainState | undefined; decommissions: number };

/** `network_hours`: the network after the last block of each hour. */
export class NetworkHoursView implements ChainView {
  #rows: Row[] = [];
  #current: Hour | undefined;

  async load(queries: Queries, { time }: ViewPosition): Promise<void> {
    const hour = hourOf(time);
    const [row] = await queries.select().from(networkHours).where(eq(networkHours.hour, hour));
    if (row !== undefined) this.#current = { hour, state: undefined, decommissions: row.decommissions };
  }

  take({ state, changes }: ExecutedBlock): void {
    const hour = hourOf(state.time);
    if (this.#current?.hour !== hour) {
      this.#close();
      this.#current = { hour, state, decommissions: 0 };
    }
    this.#current.state = state;
    this.#current.decommissions += changes.filter(({ type }) => type === "node-decommissioned").length;
  }

  async write(writer: Writer): Promise<void> {
    this.#close();
    await writer.upsert(networkHours, this.#rows);
    this.#rows = [];
  }

  #close(): void {
    const current = this.#current;
    if (current?.state !== undefined) this.#rows.push(toRow(current.hour, current.state, current.decommissions));
    if (current !== undefined) current.state = undefined;
  }
}

function toRow(hour: number, state: ChainState, decommissions: number): Row {
  const counts = { joining: 0, active: 0, decommissioned: 0, removed: 0 };
  const versions: Record<string, number> = {};
  let staked = 0n;
  for (const { status, deposit, forkVersion } of state.nodes()) {
    counts[status] += 1;
    if (status === "removed") continue;
    staked += deposit;
    versions[forkVersion] = (versions[forkVersion] ?? 0) + 1;
  }
  return {
    ...{ hour, height: state.height, time: state.time, ...counts, decommissions, versions },
    payable: state.payableCount,
    staked: toInt8(staked),
    stakingRequirement: toInt8(state.stakingRequirement),
    rewardRate: toInt8(state.rewardRate),
    poolReleased: toInt8(state.poolReleased),
    due: state.due,
  };
}
