import type { ChainState } from "@session/protocol";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Queries, Writer } from "../../database/database.ts";
import { NetworkHoursView } from "../../views/network/networkHoursView.ts";
import { networkHours } from "../../views/network/schema.ts";
import { ChainNodesView, changedNodes } from "../../views/nodes/chainNodesView.ts";
import { ParticipationView } from "../../views/nodes/participationView.ts";
import { chainNodes, participationHours } from "../../views/nodes/schema.ts";
import { OutcomesView } from "../../views/outcomes/outcomesView.ts";
import { outcomes } from "../../views/outcomes/schema.ts";
import { RewardsView } from "../../views/rewards/rewardsView.ts";
import { rewardDays, rewardTotals } from "../../views/rewards/schema.ts";
import { timeline } from "../../views/timeline/schema.ts";
import { TimelineView } from "../../views/timeline/timelineView.ts";
import type { ChainView, ViewPosition } from "./chainView.ts";
import type { ExecutedBlock } from "./executeBlock.ts";

/** Every table that follows from the appchain's blocks alone. */
export const CHAIN_VIEW_TABLES: readonly PgTable[] = [
  chainNodes,
  participationHours,
  timeline,
  outcomes,
  networkHours,
  rewardDays,
  rewardTotals,
];

/** All views of the appchain as one, and the topics of what they have taken. */
export class ChainViews implements ChainView {
  readonly #rewards = new RewardsView();
  readonly #views: readonly ChainView[] = [
    new ChainNodesView(),
    new ParticipationView(),
    new TimelineView(),
    new OutcomesView(),
    new NetworkHoursView(),
    this.#rewards,
  ];
  #topics = new Set<string>();

  takeGenesis(state: ChainState): void {
    for (const view of this.#views) view.takeGenesis?.(state);
  }

  startAt(state: ChainState): void {
    for (const view of this.#views) view.startAt?.(state);
  }

  async load(queries: Queries, position: ViewPosition): Promise<void> {
    for (const view of this.#views) await view.load?.(queries, position);
  }

  follow(block: ExecutedBlock): void {
    for (const view of this.#views) view.follow?.(block);
  }

  take(block: ExecutedBlock): void {
    for (const view of this.#views) view.take(block);
    this.#topics.add("network");
    const { changes, outcomes } = block;
    if (changes.length > 0 || outcomes.length > 0) this.#topics.add("events");
    const told = changes.flatMap((change) => ("node" in change ? change.node : []));
    const named = outcomes.flatMap(({ node }) => node ?? []);
    for (const id of [...changedNodes(block).map(({ node }) => node.id), ...told, ...named])
      this.#topics.add(`node:${id}`);
  }

  async write(writer: Writer): Promise<void> {
    for (const view of this.#views) await view.write(writer);
    for (const address of this.#rewards.takePaid()) this.#topics.add(`address:${address}`);
  }

  /** Of what was written since the last call. */
  takeTopics(): ReadonlySet<string> {
    const topics = this.#topics;
    this.#topics = new Set();
    return topics;
  }
}
