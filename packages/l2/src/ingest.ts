import { createHash } from "node:crypto";
import { majority, reach } from "./agreement.ts";
import type { ChainSync } from "./chainSync.ts";
import { encodeJson } from "./codec.ts";
import { floorStep } from "./cursor.ts";
import { reportNoMajority } from "./disagreement.ts";
import { L2Error } from "./errors.ts";
import { logCalls } from "./options.ts";
import type { Attempt, Member, Witness } from "./providers.ts";
import { fetchRange, type RangeAnswer, type RangeQuestion } from "./questions.ts";
import { isBehindLag } from "./safeLag.ts";
import type { StoredStep } from "./store.ts";
import type { Hex, L2Block, L2Log } from "./types.ts";

type Outcome = { readonly member: Member; readonly attempt: Attempt<RangeAnswer> };
type Answered = { readonly member: Member; readonly answer: RangeAnswer };

/**
 * Fetches range after range up to the newest step the witnesses have, and stores each as one atomic change. The next range
 * is asked for while one is being stored.
 *
 * Every witness is asked; a range is stored as more than half of the voters have it. Stops early, with what is stored
 * so far, when nobody answers or the answers contradict each other: the next poll goes on.
 *
 * @returns the head the witnesses had in common last.
 */
export async function ingest(sync: ChainSync, witnesses: readonly Witness[], signal: AbortSignal): Promise<L2Block> {
  let standing = witnesses;
  let ahead: Asked | undefined;
  for (;;) {
    const asked: Asked = ahead ?? ask(sync, { from: sync.state?.cursor, standing, stored: undefined }, signal);
    ahead = undefined;
    const { head, plan } = asked;
    if (plan === undefined || signal.aborted) return head;
    const outcomes = await asked.outcomes;
    if (shrinkIfRefused(sync, plan, outcomes)) continue;
    const answered = outcomes.flatMap(({ member, attempt }) => (attempt.ok ? [{ member, answer: attempt.value }] : []));
    const silent = outcomes.filter(({ member, attempt }) => !attempt.ok && member.isVoter);
    const agreed = agree(sync, plan, answered, answered.length + silent.length);
    const [first] = agreed ?? [];
    if (agreed === undefined || first === undefined) return head;
    const { answer } = first;
    sync.range.succeeded(
      plan.to - plan.from.number,
      answer.logs.reduce((sum, log) => sum + answerBytes(log), 0),
    );
    standing = agreed.map(({ member, answer: { after } }) => ({ member, look: after }));
    await sync.readers.untilRoom(answer.logs.length, signal);
    if (signal.aborted) return head;
    const stored = store(sync, agreed, head);
    ahead = ask(sync, { from: answer.end, standing, stored }, signal);
    if (await stored) continue;
    return head;
  }
}

/** A range being asked for; without a plan there is none left. */
type Asked = {
  readonly head: L2Block;
  readonly plan: Plan | undefined;
  readonly outcomes: Promise<readonly Outcome[]>;
};

type Ask = {
  /** Where the range begins: the end of the one before. */
  readonly from: L2Block | undefined;
  readonly standing: readonly Witness[];
  /** The storing of the range before: contracts it tells of are known only then. */
  readonly stored: Promise<unknown> | undefined;
};

function ask(sync: ChainSync, { from, standing, stored }: Ask, signal: AbortSignal): Asked {
  const { head, witnesses: able } = reach(standing, (block) => isBeyond(sync, from, block));
  const plan = planRange(sync, from, able, head);
  const outcomes = plan === undefined ? [] : able.map((witness) => askRange(sync, { witness, plan, stored }, signal));
  const all = Promise.all(outcomes);
  // Whoever waits for it hears of a failure; until then it must not count as unheard.
  all.catch(() => undefined);
  return { head, plan, outcomes: all };
}

/** Characters of hashes, numbers and names in the JSON of a log without topics and data. */
const LOG_BYTES = 480;

/** About what a log took in the provider's answer. */
function answerBytes({ topics, data }: L2Log): number {
  return LOG_BYTES + topics.length * 69 + data.length;
}

/** Whether a new step lies at or below this block. */
function isBeyond(sync: ChainSync, from: L2Block | undefined, block: L2Block): boolean {
  return from !== undefined && from.number < floorStep(block.number, sync.options.step);
}

type Plan = Pick<RangeQuestion, "from" | "to" | "steps">;

/** The next range: on to a step if one is within reach, else part of the way. Undefined at the newest step. */
function planRange(
  sync: ChainSync,
  from: L2Block | undefined,
  witnesses: readonly Witness[],
  head: L2Block,
): Plan | undefined {
  const { step, reads = [] } = sync.options;
  const target = floorStep(head.number, step);
  if (from === undefined || from.number >= target) return undefined;
  const reach = from.number + sync.range.size;
  const limit = reach < target ? reach : target;
  const maxBatch = Math.min(...witnesses.map(({ member }) => member.provider.maxBatch));
  // One batch holds the logs' calls and, for each step, its block and its reads.
  const maxSteps = Math.max(1, Math.floor((maxBatch - logCalls(sync.options)) / (1 + reads.length)));
  const steps: bigint[] = [];
  for (let number = floorStep(from.number, step) + step; number <= limit && steps.length < maxSteps; number += step)
    steps.push(number);
  return { from, to: steps.at(-1) ?? limit, steps };
}

async function askRange(
  sync: ChainSync,
  { witness: { member, look }, plan, stored }: { witness: Witness; plan: Plan; stored: Promise<unknown> | undefined },
  signal: AbortSignal,
): Promise<Outcome> {
  const { step, addresses, reads = [] } = sync.options;
  const size = plan.to - plan.from.number;
  const next = floorStep(plan.to + (size > step ? size : step), step);
  const question: RangeQuestion = {
    ...plan,
    addresses: addresses.map((address) => address.toLowerCase() as Hex),
    children: sync.children,
    reads,
    before: look,
    next,
    stored,
  };
  return { member, attempt: await member.attempt(() => fetchRange(member, question, signal), signal) };
}

/** True if the range was refused by somebody and is to be asked again, smaller. */
function shrinkIfRefused(sync: ChainSync, plan: Plan, outcomes: readonly Outcome[]): boolean {
  const size = plan.to - plan.from.number;
  const failed = outcomes.filter(({ attempt }) => !attempt.ok && attempt.error.code !== "RANGE_CHANGED");
  const refused = failed.filter(({ attempt }) => !attempt.ok && attempt.error.code === "RANGE_REFUSED");
  if (refused.length === 0) {
    // Too much to answer in time looks like a provider that is down.
    if (failed.length > 0) sync.range.refused(size);
    return false;
  }
  if (sync.range.refused(size)) return true;
  for (const { member, attempt } of refused) {
    const reason = attempt.ok ? "" : attempt.error.message;
    member.failed(new L2Error({ code: "RANGE_EXHAUSTED", provider: member.name, number: plan.to, reason }));
  }
  return false;
}

/** The answers more than half have in common. Those in the minority are put aside. */
function agree(
  sync: ChainSync,
  plan: Plan,
  answered: readonly Answered[],
  voters: number,
): readonly Answered[] | undefined {
  if (answered.length === 0) return undefined;
  // What one alone says needs no comparing, and a large range is long as text.
  const agreed = voters === 1 ? answered : majority(answered, textOf, voters);
  if (agreed === undefined) {
    const said = answered.map((outcome) => ({ name: outcome.member.name, answer: summaryOf(outcome) }));
    reportNoMajority(sync.modules, plan.to, said);
    return undefined;
  }
  for (const { member } of agreed) member.proved();
  for (const outcome of answered.filter((other) => !agreed.includes(other))) {
    sync.modules.metrics.disagreements.inc();
    const answers = [`${outcome.member.name}: ${summaryOf(outcome)}`];
    outcome.member.failed(new L2Error({ code: "PROVIDERS_DISAGREE", number: plan.to, answers }));
  }
  return agreed;
}

/** What has to be equal: all but the reads, which a provider may not have any more, and the times, which not all tell. */
const textOf = ({ answer: { end, steps, logs } }: Answered): string => encodeJson([end, steps, logs.map(withoutTime)]);

function withoutTime(log: L2Log): L2Log {
  const { time: _, ...rest } = log;
  return rest;
}

/** The logs, with those times that all tell alike. */
function agreedLogs([first, ...others]: readonly Answered[]): readonly L2Log[] {
  const logs = first?.answer.logs ?? [];
  if (others.length === 0) return logs;
  return logs.map((log, index) =>
    others.every(({ answer }) => answer.logs[index]?.time === log.time) ? log : withoutTime(log),
  );
}

/** Short, and different for different answers. */
function summaryOf(outcome: Answered): string {
  const digest = createHash("sha256").update(textOf(outcome)).digest("hex").slice(0, 8);
  const { end, logs } = outcome.answer;
  return `block ${end.hash}, ${logs.length} logs, digest ${digest}`;
}

/**
 * Stores the range; false if the providers contradict each other in what the contracts say at a step.
 *
 * What of it lies behind the safe lag is safe at once: catching up takes long, and consumers keep the means to go back
 * for every step that isn't safe yet.
 */
async function store(sync: ChainSync, agreed: readonly Answered[], head: L2Block): Promise<boolean> {
  const [first] = agreed;
  const { state } = sync;
  if (first === undefined || state === undefined) return false;
  const { answer } = first;
  const steps: StoredStep[] = [];
  for (const [index, block] of answer.steps.entries()) {
    const reads = readsAt(agreed, index);
    if (reads === undefined) {
      sync.modules.metrics.disagreements.inc();
      sync.modules.logger.warn({ code: "PROVIDERS_DISAGREE", number: block.number }, "l2 providers disagree on reads");
      return false;
    }
    if (reads.length === 0 && (sync.options.reads ?? []).length > 0)
      sync.modules.logger.warn({ number: block.number }, "l2 state at a step is not available any more");
    steps.push({ block, reads });
  }
  const logs = agreedLogs(agreed);
  const children = sync.children?.createdBy(logs) ?? [];
  const safe = answer.steps.findLast((block) => isBehindLag(block, head, sync.options.safeLag));
  await sync.commit({
    state: { ...state, cursor: answer.end, ...(safe && { safe: { number: safe.number, hash: safe.hash } }) },
    ...(steps.length === 0 ? {} : { steps }),
    logs,
    ...(children.length === 0 ? {} : { children }),
  });
  return true;
}

/** What more than half of those who still have the state say; empty if nobody has it, undefined if they disagree. */
function readsAt(agreed: readonly Answered[], index: number): readonly Hex[] | undefined {
  const known = agreed.flatMap(({ answer }) => {
    const reads = answer.reads[index];
    return reads === undefined || reads === null ? [] : [reads];
  });
  return known.length < 2 ? (known[0] ?? []) : majority(known, encodeJson)?.[0];
}
