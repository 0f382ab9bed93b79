import { commonHead, judge, majority, type Standing, withoutStale } from "./agreement.ts";
import { type KnownChildren, toKnownChildren } from "./children.ts";
import { CloseReaders } from "./closeReaders.ts";
import { checkConfig, floorStep, StoredChain, toConfig, wholeSteps, withLogs } from "./cursor.ts";
import { reportSplit } from "./disagreement.ts";
import { L2Error, reorgBeyondSafe } from "./errors.ts";
import { ingest } from "./ingest.ts";
import { Mutex } from "./mutex.ts";
import { allHave, type PanelModules, ProviderPanel, type Witness } from "./providers.ts";
import { AdaptiveRange } from "./ranges.ts";
import { RecentSteps } from "./recentSteps.ts";
import { newestBehindLag } from "./safeLag.ts";
import type { FollowerConfig, FollowerState, FollowerStore, StoreChange, StoredStep } from "./store.ts";
import type { BlockRef, FollowerOptions, Hex, L2Block, L2Step } from "./types.ts";

export type SyncModules = PanelModules & { readonly store: FollowerStore };

type Hearing = { readonly witnesses: readonly Witness[]; readonly voters: number };

/** Told after each change, before anything that follows it can be read; `rollbackTo` if steps after it were dropped. */
export type ChangeListener = (rollbackTo: bigint | undefined) => void;

/**
 * Brings the store in line with the chain, one `tick` at a time. The store is the only truth: every write is one atomic
 * change, and what is kept in memory is read back from it.
 */
export class ChainSync {
  readonly options: FollowerOptions;
  readonly modules: SyncModules;
  readonly panel: ProviderPanel;
  readonly range: AdaptiveRange;
  /** Contracts made by factories as far as the store goes; undefined if none are followed. */
  readonly children: KnownChildren | undefined;
  readonly recent: RecentSteps;
  readonly readers: CloseReaders;
  readonly #config: FollowerConfig;
  readonly #onChange: ChangeListener;
  /** Reads and changes take turns, so that nobody sees a step without its logs. */
  readonly #store = new Mutex();
  #state: FollowerState | undefined;
  #newest: L2Step | undefined;
  #safe: L2Step | undefined;
  #head: L2Block | undefined;
  /** The final hash the providers contradicted at the last poll: one contradiction may be a hiccup of a load balancer. */
  #suspected: Hex | null | undefined;

  constructor(options: FollowerOptions, modules: SyncModules, onChange: ChangeListener) {
    this.options = options;
    this.modules = modules;
    this.panel = new ProviderPanel(options, modules);
    this.range = new AdaptiveRange(options);
    this.children = toKnownChildren(options);
    this.recent = new RecentSteps(options.step);
    this.readers = new CloseReaders(this.recent, modules.clock);
    this.#config = toConfig(options);
    this.#onChange = onChange;
  }

  get state(): FollowerState | undefined {
    return this.#state;
  }

  /** Newest step stored. */
  get newest(): L2Step | undefined {
    return this.#newest;
  }

  /** Newest step behind the safe lag. */
  get safe(): L2Step | undefined {
    return this.#safe;
  }

  /** Seconds between the clock and the newest block the follower has everything up to; infinite before the first answer. */
  get lagSec(): number {
    const head = this.#head;
    const cursor = this.#state?.cursor;
    if (head === undefined || cursor === undefined) return Number.POSITIVE_INFINITY;
    // At the newest step the chain can offer: as fresh as the head is. Else as old as the cursor.
    const isCaughtUp = cursor.number >= floorStep(head.number, this.options.step);
    const known = isCaughtUp ? head.timestamp : cursor.timestamp;
    return Math.max(0, this.modules.clock.now() / 1_000 - Number(known));
  }

  /** @throws L2Error `STORE_MISMATCH` */
  async load(): Promise<void> {
    const state = await this.modules.store.state();
    if (state === undefined) return;
    checkConfig(state.config, this.#config);
    await this.children?.load(this.modules.store);
    await this.#readBack({ state });
  }

  /** One poll. Rejects with `L2_REORG_BEYOND_SAFE`, on store errors, on abort, and when a provider fails in a walk back. */
  async tick(signal: AbortSignal): Promise<void> {
    const state = this.#state;
    if (state === undefined) return this.#begin(signal);
    if (state.alarm !== null) throw reorgBeyondSafe(state.alarm.finalized, state.alarm.found);
    const { cursor } = state;
    const next = floorStep(cursor.number, this.options.step) + this.options.step;
    const { witnesses, voters } = await this.#witnesses([cursor.number, next], signal);
    if (witnesses.length === 0) return;
    const standing = judge(witnesses, voters, cursor);
    const suspected = this.#suspected;
    this.#suspected = undefined;
    if (standing.kind === "split") return reportSplit(this.modules, cursor.number, witnesses);
    this.#head = commonHead(standing.witnesses);
    if (standing.kind !== "same") return this.#walkBack(state, standing, suspected, signal);
    const head = await ingest(this, standing.witnesses, signal);
    this.#head = head;
    await this.#advanceSafe(head);
  }

  /** Publishes what the metrics show between polls. */
  publish(): void {
    const { metrics } = this.modules;
    const lagSec = this.lagSec;
    if (Number.isFinite(lagSec)) metrics.lagSeconds.set(lagSec);
    metrics.headBlock.set(Number(this.#newest?.block.number ?? 0n));
    metrics.safeBlock.set(Number(this.#safe?.block.number ?? 0n));
    metrics.rangeBlocks.set(Number(this.range.size));
    metrics.alarm.set(this.#state?.alarm ? 1 : 0);
  }

  /** Makes a change durable, then visible. */
  async commit(change: StoreChange): Promise<void> {
    await this.#store.run(async () => {
      await this.modules.store.write(change);
      if (change.rollbackTo !== undefined) await this.children?.load(this.modules.store);
      this.children?.add(change.children ?? []);
      await this.#readBack(change);
      this.#onChange(change.rollbackTo?.number);
    });
    this.modules.metrics.logs.inc(change.logs?.length ?? 0);
  }

  /** Reads from the store while nothing changes. */
  read<T>(question: (store: FollowerStore, config: FollowerConfig) => Promise<T>): Promise<T> {
    return this.#store.run(() => question(this.modules.store, this.#config));
  }

  /**
   * An operator's word that `number` with `hash` is on the right chain: takes the alarm back, drops what is not of that
   * chain, however old, and follows on from there.
   *
   * @throws L2Error `REWIND_MISMATCH` if the providers don't have that block, `PROVIDER_DOWN` if none answers.
   */
  async rewindTo(number: bigint, hash: Hex, signal: AbortSignal): Promise<void> {
    const state = this.#state;
    const { witnesses, voters } = await this.#witnesses([number, this.options.startBlock], signal);
    const agreed = majority(witnesses, ({ look }) => look.blocks.get(number)?.hash ?? "none", voters);
    if (witnesses.length === 0) throw this.panel.allDown();
    const found = agreed?.[0]?.look.blocks.get(number)?.hash ?? null;
    if (agreed === undefined || found !== hash)
      throw new L2Error({ code: "REWIND_MISMATCH", number, expected: hash, found });
    if (state === undefined) return;
    const { startBlock } = this.options;
    const chain = new StoredChain(this.modules.store, state);
    const top = commonHead(agreed).number;
    const common = await chain.newestCommon(startBlock, top, (block) => allHave(agreed, block, signal));
    const anchor = common === undefined ? agreed[0]?.look.blocks.get(startBlock) : state.anchor;
    if (!anchor)
      throw new L2Error({ code: "REWIND_MISMATCH", number: startBlock, expected: state.anchor.hash, found: null });
    const cursor = common ?? anchor;
    const safe =
      state.safe !== null && state.safe.number <= cursor.number && common ? state.safe : common ? cursor : null;
    this.#suspected = undefined;
    await this.commit({ state: { ...state, anchor, cursor, safe, alarm: null }, rollbackTo: cursor });
    this.modules.logger.warn({ number, hash, ancestor: cursor.number }, "l2 follower rewound by the operator");
  }

  /** Who sees what, without those who lag too far behind to have a vote. */
  async #witnesses(numbers: readonly bigint[], signal: AbortSignal): Promise<Hearing> {
    const seen = await this.panel.look(numbers, signal);
    const witnesses = withoutStale(seen, this.modules.clock.now());
    return { witnesses, voters: witnesses.length + this.panel.silentVoters(seen) };
  }

  /** First contact: remembers the start block. Nothing at or before it is ever delivered. */
  async #begin(signal: AbortSignal): Promise<void> {
    const { startBlock } = this.options;
    const { witnesses, voters } = await this.#witnesses([startBlock], signal);
    if (witnesses.length === 0) return;
    const agreed = majority(witnesses, ({ look }) => look.blocks.get(startBlock)?.hash ?? "none", voters);
    if (agreed === undefined) return reportSplit(this.modules, startBlock, witnesses);
    const anchor = agreed[0]?.look.blocks.get(startBlock);
    if (!anchor) return this.modules.logger.info({ startBlock }, "l2 has not reached the start block yet");
    this.#head = commonHead(agreed);
    await this.commit({ state: { config: this.#config, anchor, cursor: anchor, safe: null, alarm: null } });
    return this.tick(signal);
  }

  /** The providers have another block at the cursor, or none: find out what is still valid. */
  async #walkBack(
    state: FollowerState,
    { kind, witnesses }: Standing,
    suspected: Hex | null | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { logger, store } = this.modules;
    const floor = state.safe ?? state.anchor;
    const head = commonHead(witnesses).number;
    const fields = { head, cursor: state.cursor.number };
    // A chain that came back some blocks behind (an Anvil restarted from its dump) is not reorganised by that.
    if (head < state.anchor.number) return logger.warn(fields, "l2 head is below the start block, waiting");
    const chain = new StoredChain(store, state);
    const top = await chain.blockAt(chain.indexOf(head));
    if (kind === "behind" && (await allHave(witnesses, top, signal)))
      return logger.warn(fields, "l2 head is below the cursor, waiting");
    const common =
      head < floor.number
        ? undefined
        : await chain.newestCommon(floor.number, head, (block) => allHave(witnesses, block, signal));
    if (common !== undefined) return this.#rollBack(state, common);
    if (state.safe === null) return this.#moveAnchor(state, signal);
    const found = await this.#foundInsteadOf(state.safe, witnesses, signal);
    if (found === undefined) return;
    if (found !== suspected) {
      this.#suspected = found;
      return logger.warn({ ...state.safe, found }, "l2 providers contradict a final block, asking again");
    }
    const { number, hash } = state.safe;
    const alarm = {
      code: "L2_REORG_BEYOND_SAFE",
      finalized: { number, hash },
      found: { number, hash: found },
    } as const;
    await this.commit({ state: { ...state, alarm } });
    throw reorgBeyondSafe(alarm.finalized, alarm.found);
  }

  async #rollBack(state: FollowerState, ancestor: L2Block): Promise<void> {
    const { logger, metrics } = this.modules;
    await this.commit({ state: { ...state, cursor: ancestor }, rollbackTo: ancestor });
    metrics.reorgs.inc();
    logger.info({ ancestor: ancestor.number, cursor: state.cursor.number }, "l2 reorganisation followed");
  }

  /** Nothing is final yet and the start block itself has changed: begin again from the new one. */
  async #moveAnchor(state: FollowerState, signal: AbortSignal): Promise<void> {
    const { witnesses, voters } = await this.#witnesses([state.anchor.number], signal);
    const agreed = majority(witnesses, ({ look }) => look.blocks.get(state.anchor.number)?.hash ?? "none", voters);
    const anchor = agreed?.[0]?.look.blocks.get(state.anchor.number);
    if (!anchor || anchor.hash === state.anchor.hash) return reportSplit(this.modules, state.anchor.number, witnesses);
    await this.#rollBack({ ...state, anchor }, anchor);
  }

  /** What the witnesses have instead of a final block, the chain id checked again; undefined if they can't tell. */
  async #foundInsteadOf(
    safe: BlockRef,
    witnesses: readonly Witness[],
    signal: AbortSignal,
  ): Promise<Hex | null | undefined> {
    const hashes = new Set<Hex | null>();
    for (const { member } of witnesses) {
      const attempt = await member.attempt(async () => {
        await member.checkChainId(signal);
        return member.look([safe.number], signal);
      }, signal);
      if (!attempt.ok) return undefined;
      hashes.add(attempt.value.blocks.get(safe.number)?.hash ?? null);
    }
    const [found = null] = hashes;
    if (hashes.size === 1 && found !== safe.hash) return found;
    reportSplit(this.modules, safe.number, witnesses);
    return undefined;
  }

  async #advanceSafe(head: L2Block): Promise<void> {
    const state = this.#state;
    if (state === undefined) return;
    const safe = await newestBehindLag(this.modules.store, state, head, this.options.safeLag);
    if (safe !== undefined) await this.commit({ state: { ...state, safe: { number: safe.number, hash: safe.hash } } });
  }

  /** What a change has left as it was, or holds as a whole, is not read again: while catching up that would be each range. */
  async #readBack(change: StoreChange): Promise<void> {
    const { store } = this.modules;
    const { state } = change;
    const before = change.rollbackTo === undefined ? this.#state : undefined;
    const whole = before === undefined ? [] : wholeSteps(change, before.cursor.number);
    if (before === undefined) this.recent.clear();
    this.recent.add(whole);
    const stepOf = async (stored: StoredStep | undefined) => stored && withLogs(store, state.config, stored);
    if (before === undefined || change.steps !== undefined) {
      const last = whole.at(-1);
      const isNewest = last !== undefined && last.block.number === change.steps?.at(-1)?.block.number;
      this.#newest = isNewest ? last : await stepOf((await store.stepsDown(state.cursor.number, 1))[0]);
    }
    if (before === undefined || before.safe?.number !== state.safe?.number) {
      const { safe } = state;
      const known = whole.find(({ block }) => block.number === safe?.number);
      this.#safe = known ?? (safe === null ? undefined : await stepOf(await store.step(safe.number)));
    }
    this.#state = state;
  }
}
