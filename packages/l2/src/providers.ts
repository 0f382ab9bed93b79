import { CallBudget } from "./budget.ts";
import type { Clock } from "./clock.ts";
import { L2Error, type L2ErrorDetail } from "./errors.ts";
import type { Logger } from "./logger.ts";
import type { FollowerMetrics } from "./metrics.ts";
import { parseQuantity } from "./parse.ts";
import type { Provider, RpcAnswer, RpcCall } from "./provider.ts";
import { type Look, lookAt } from "./questions.ts";
import type { FollowerOptions, L2Block } from "./types.ts";

/** Bound for one request, whatever the provider itself does: nothing waits for ever on one answer. */
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_BACKOFF_MS = 60_000;
/** A provider that has failed for less than this still counts as a voter, one that gives no answer. */
const STUMBLE_MS = 60_000;

export type PanelModules = {
  readonly providers: readonly Provider[];
  readonly logger: Logger;
  readonly metrics: FollowerMetrics;
  readonly clock: Clock;
};

/** What one member answered; the error is already counted and logged. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: L2Error };

/** A provider with its health: failures in a row, when to try it again, and the requests it has had. */
export class Member {
  readonly provider: Provider;
  readonly #options: FollowerOptions;
  readonly #modules: PanelModules;
  readonly #budget: CallBudget;
  #failures = 0;
  #retryAtMs = 0;
  #latencyMs = 0;
  #isChainChecked = false;
  #failingSinceMs: number | undefined;

  constructor(provider: Provider, options: FollowerOptions, modules: PanelModules) {
    this.provider = provider;
    this.#options = options;
    this.#modules = modules;
    this.#budget = new CallBudget(options.maxCallsPerMinute ?? Number.POSITIVE_INFINITY, modules.clock);
  }

  get name(): string {
    return this.provider.name;
  }

  get failures(): number {
    return this.#failures;
  }

  get latencyMs(): number {
    return this.#latencyMs;
  }

  /** Milliseconds until it may be asked again; 0 while it is healthy. */
  get waitMs(): number {
    const { clock } = this.#modules;
    // Bounded by the longest backoff: a clock set back must not put a provider aside for hours.
    return Math.min(MAX_BACKOFF_MS, Math.max(0, this.#retryAtMs - clock.now()));
  }

  /** Whether its silence counts: it has given a usable range since it failed, or has failed for a short time only. */
  get isVoter(): boolean {
    const sinceMs = this.#failingSinceMs;
    return sinceMs === undefined || Math.abs(this.#modules.clock.now() - sinceMs) < STUMBLE_MS;
  }

  /** It has given a range that the majority gave too. */
  proved(): void {
    this.#failingSinceMs = undefined;
  }

  /** One batch within budget and time limit. Rejects with an `L2Error`. */
  async request(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    const { clock, metrics } = this.#modules;
    await this.#budget.take(signal);
    signal.throwIfAborted();
    const provider = this.name;
    metrics.calls.inc({ provider });
    metrics.callsPerMinute.set({ provider }, this.#budget.lastMinute);
    for (const { method } of calls) metrics.rpcCalls.inc({ provider, method });
    const sentAtMs = clock.now();
    const answers = await this.#bounded(calls, signal);
    this.#latencyMs = 0.8 * this.#latencyMs + 0.2 * (clock.now() - sentAtMs);
    if (answers.length !== calls.length) throw this.#down(`${answers.length} answers to ${calls.length} calls`);
    return answers;
  }

  /** Asks for the head and blocks; the first time, and after each failure, for the chain id too. */
  async look(numbers: readonly bigint[], signal: AbortSignal): Promise<Look> {
    if (!this.#isChainChecked) await this.checkChainId(signal);
    const look = await lookAt(this, numbers, signal);
    this.#modules.metrics.providerHead.set({ provider: this.name }, Number(look.head.number));
    return look;
  }

  /** @throws L2Error `WRONG_CHAIN_ID`, `PROVIDER_DOWN`, `PROVIDER_BAD_ANSWER` */
  async checkChainId(signal: AbortSignal): Promise<void> {
    const [answer] = await this.request([{ method: "eth_chainId", params: [] }], signal);
    if (answer?.ok !== true) throw this.#down(`eth_chainId: ${answer?.message}`);
    const actual = parseQuantity(answer.result, "chain id");
    const expected = this.#options.chainId;
    if (actual !== expected)
      throw new L2Error(
        { code: "WRONG_CHAIN_ID", provider: this.name, option: "chainId", expected, actual },
        `L2 provider ${this.name} serves chain ${actual}, but the option chainId says ${expected}: ` +
          "give the URL of a provider for that chain, or choose the network it serves",
      );
    this.#isChainChecked = true;
  }

  /** Runs one question and keeps the health. Never rejects, except when aborted. */
  async attempt<T>(question: () => Promise<T>, signal: AbortSignal): Promise<Attempt<T>> {
    try {
      const value = await question();
      this.#succeeded();
      return { ok: true, value };
    } catch (cause) {
      signal.throwIfAborted();
      const error = cause instanceof L2Error ? cause : this.#badAnswer(cause);
      // A range refused (asked again, smaller) or reorganised meanwhile is no sign of bad health.
      if (error.code !== "RANGE_REFUSED" && error.code !== "RANGE_CHANGED") this.failed(error);
      return { ok: false, error };
    }
  }

  /** Puts the provider aside for a while. */
  failed(error: L2Error): void {
    const { clock, logger, metrics } = this.#modules;
    this.#failures++;
    this.#failingSinceMs ??= clock.now();
    this.#isChainChecked = false;
    const baseMs = Math.min(1_000, this.#options.pollIntervalMs);
    const capMs = Math.min(MAX_BACKOFF_MS, Math.max(8 * baseMs, this.#options.pollIntervalMs));
    const retryInMs = Math.min(capMs, baseMs * 2 ** Math.min(16, this.#failures - 1));
    this.#retryAtMs = clock.now() + retryInMs;
    metrics.errors.inc({ provider: this.name, code: error.code });
    metrics.providerUp.set({ provider: this.name }, 0);
    const fields = { ...error.detail, provider: this.name, failures: this.#failures, retryInMs, error };
    if (error.code === "WRONG_CHAIN_ID") logger.error(fields, "l2 provider serves another chain");
    else if (this.#failures === 1) logger.warn(fields, "l2 provider failed");
    else logger.debug(fields, "l2 provider still fails");
  }

  #succeeded(): void {
    if (this.#failures > 0) this.#modules.logger.info({ provider: this.name }, "l2 provider works again");
    this.#failures = 0;
    this.#retryAtMs = 0;
    this.#modules.metrics.providerUp.set({ provider: this.name }, 1);
  }

  async #bounded(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    const { clock } = this.#modules;
    const limit = new AbortController();
    const bound = AbortSignal.any([signal, limit.signal]);
    const timer = clock.setTimeout(() => limit.abort(), REQUEST_TIMEOUT_MS);
    const timeout = Promise.withResolvers<never>();
    const onAbort = () => timeout.reject(this.#down(`no answer within ${REQUEST_TIMEOUT_MS} ms`));
    bound.addEventListener("abort", onAbort);
    try {
      return await Promise.race([this.provider.request(calls, bound), timeout.promise]);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof L2Error ? error : this.#down(error instanceof Error ? error.message : String(error));
    } finally {
      // A signal with listeners lives as long as those it depends on, and with it the race and its answer.
      bound.removeEventListener("abort", onAbort);
      clock.clearTimeout(timer);
    }
  }

  #down(reason: string): L2Error {
    const detail: L2ErrorDetail = { code: "PROVIDER_DOWN", providers: [this.name], reason, retryInMs: null };
    return new L2Error(detail, `L2 provider ${this.name} gave no usable answer: ${reason}`);
  }

  #badAnswer(cause: unknown): L2Error {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const detail: L2ErrorDetail = { code: "PROVIDER_BAD_ANSWER", provider: this.name, method: "batch", reason };
    return new L2Error(detail, `L2 provider ${this.name} gave an answer that can't be used: ${reason}`, { cause });
  }
}

/** A member and what it sees. */
export type Witness = { readonly member: Member; readonly look: Look };

/** Whether all witnesses have this block. Rejects if one fails: the walk is repeated at the next poll. */
export async function allHave(witnesses: readonly Witness[], block: L2Block, signal: AbortSignal): Promise<boolean> {
  const looks = await Promise.all(
    witnesses.map(async ({ member }) => {
      const attempt = await member.attempt(() => member.look([block.number], signal), signal);
      if (!attempt.ok) throw attempt.error;
      return attempt.value;
    }),
  );
  return looks.every(({ blocks }) => blocks.get(block.number)?.hash === block.hash);
}

/** All configured providers. */
export class ProviderPanel {
  readonly members: readonly Member[];

  constructor(options: FollowerOptions, modules: PanelModules) {
    this.members = modules.providers.map((provider) => new Member(provider, options, modules));
  }

  /** Milliseconds until the first member may be asked; 0 if one may be asked now. */
  get waitMs(): number {
    return Math.min(...this.members.map((member) => member.waitMs));
  }

  /** What is to be said when nobody has answered. */
  allDown(): L2Error {
    const providers = this.members.map(({ name }) => name);
    return new L2Error({ code: "PROVIDER_DOWN", providers, reason: "no answer", retryInMs: this.waitMs });
  }

  /** How many of those who gave none of these answers have a vote nevertheless. */
  silentVoters(answers: readonly Witness[]): number {
    const silent = this.members.filter((member) => !answers.some((answer) => answer.member === member));
    return silent.filter(({ isVoter }) => isVoter).length;
  }

  /** What every member not put aside sees, the healthiest and fastest first. */
  async look(numbers: readonly bigint[], signal: AbortSignal): Promise<Witness[]> {
    const usable = this.members.filter((member) => member.waitMs === 0);
    const seen = await Promise.all(
      usable.map(async (member): Promise<Witness | undefined> => {
        const attempt = await member.attempt(() => member.look(numbers, signal), signal);
        return attempt.ok ? { member, look: attempt.value } : undefined;
      }),
    );
    return seen
      .filter((witness) => witness !== undefined)
      .sort((a, b) => a.member.failures - b.member.failures || a.member.latencyMs - b.member.latencyMs);
  }
}
