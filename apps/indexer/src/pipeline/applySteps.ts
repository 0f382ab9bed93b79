import type { L2Log, L2Step, Logger } from "@session/l2";
import type { Hex } from "viem";
import { DecodeError } from "../decode/errors.ts";
import { hourHandler } from "../views/parameters/apply.ts";
import type { ContractBook, EventProgram } from "./contractBook.ts";
import { ViewError } from "./errors.ts";
import type { EventPlace } from "./handlers.ts";
import { CURSOR } from "./journal.ts";
import type { ViewMetrics } from "./metrics.ts";
import type { UnitOfWork } from "./unitOfWork.ts";

/** Where the views stand: a step they have processed. */
export type ViewPosition = { readonly number: bigint; readonly hash: Hex };

type Decoded = { readonly program: EventProgram; readonly args: Record<string, unknown>; readonly place: EventPlace };
type DecodedStep = { readonly step: L2Step; readonly events: readonly Decoded[] };

export type ApplyModules = {
  readonly book: ContractBook;
  readonly logger: Logger;
  readonly metrics: Pick<ViewMetrics, "events" | "undecodable">;
};

/** Mistakes of an event, not of ours: it stays raw and the views go on without it. */
const EVENT_FAULTS: ReadonlySet<string> = new Set(["VALUE_OUT_OF_RANGE", "ROW_MISSING"]);

/** Decodes a batch and asks for the rows its events need. */
export function prepareSteps(modules: ApplyModules, work: UnitOfWork, steps: readonly L2Step[]): DecodedStep[] {
  return steps.map((step) => {
    const events: Decoded[] = [];
    for (const log of step.logs) {
      const event = decodeLog(modules, log, timeOf(log, step));
      if (event === undefined) continue;
      const { program, args, place } = event;
      const isPossible = attempt(modules, event, () => {
        for (const { needs } of program.handlers) needs?.(args, work, place);
      });
      // Whom it is about is known all the same.
      events.push(isPossible ? event : { ...event, program: { ...program, handlers: [] } });
    }
    hourHandler.needs(step, work);
    return { step, events };
  });
}

/**
 * Applies prepared steps in order, journalling those after `final`.
 *
 * @param from where the views stood before
 * @returns topics of the notice
 */
export function applySteps(
  modules: ApplyModules,
  work: UnitOfWork,
  { steps, from, final }: { steps: readonly DecodedStep[]; from: ViewPosition | undefined; final: bigint },
): Set<string> {
  const topics = new TopicSet();
  const counts = new Map<EventProgram, number>();
  let before = from;
  for (const { step, events } of steps) {
    const { number, hash } = step.block;
    work.begin(number > final ? number : undefined);
    work.note(CURSOR, "l2", before ?? null);
    for (const event of events) {
      applyEvent(modules, work, event, topics);
      counts.set(event.program, (counts.get(event.program) ?? 0) + 1);
    }
    hourHandler.apply(step, work);
    before = { number, hash };
  }
  for (const [{ kind, name }, count] of counts) modules.metrics.events.inc({ contract: kind, name }, count);
  return topics.named();
}

/** What a batch is about: names are made of what is left when all that comes again is dropped. */
class TopicSet {
  hasEvents = false;
  readonly pools = new Set<Hex>();
  readonly subjects = { address: new Set<Hex>(), node: new Set<Hex>() } as const;

  /** Topics of the notice. */
  named(): Set<string> {
    const named = new Set<string>(this.hasEvents ? ["network", "events"] : ["network"]);
    for (const pool of this.pools) named.add(`pool:${pool}`);
    for (const kind of ["address", "node"] as const)
      for (const subject of this.subjects[kind]) named.add(toTopic(kind, subject));
    return named;
  }
}

function applyEvent(modules: ApplyModules, work: UnitOfWork, event: Decoded, topics: TopicSet): void {
  const { program, args, place } = event;
  const { address, blockNumber, logIndex } = place.log;
  topics.hasEvents = true;
  if (program.kind === "pool") topics.pools.add(address);
  for (const { kind, subject } of program.subjectsOf(args, program.isEmitterSubject ? address : undefined)) {
    work.eventSubjects.push({ blockNumber, logIndex, kind, subject });
    topics.subjects[kind].add(subject);
  }
  for (const handler of program.handlers) attempt(modules, event, () => handler.apply(args, work, place));
}

/** The notice's name for a subject. */
export function toTopic(kind: "address" | "node", subject: Hex): string {
  return kind === "node" ? `node:${Number.parseInt(subject, 16)}` : `address:${subject}`;
}

function decodeLog(modules: ApplyModules, log: L2Log, time: bigint): Decoded | undefined {
  const program = modules.book.programOf(log);
  if (program === undefined) {
    leaveRaw(modules, log, "EVENT_UNKNOWN");
    return undefined;
  }
  try {
    return { program, args: program.decode(log.topics, log.data), place: { log, time } };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    leaveRaw(modules, log, error.code);
    return undefined;
  }
}

/** False if the event can't be followed by its own fault. */
function attempt(modules: ApplyModules, { place }: Decoded, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof ViewError) || !EVENT_FAULTS.has(error.code)) throw error;
    leaveRaw(modules, place.log, error.code);
    return false;
  }
}

function leaveRaw({ book, logger, metrics }: ApplyModules, log: L2Log, code: string): void {
  const { address, blockNumber, logIndex, topics } = log;
  metrics.undecodable.inc({ contract: book.kindOf(address), code });
  logger.warn(
    { address, blockNumber: blockNumber.toString(), logIndex, topic0: topics[0], code },
    "l2 event left out of the views",
  );
}

/** Without a time of its own, which not every provider tells, an event has that of its step. */
const timeOf = (log: L2Log, { block }: L2Step): bigint => log.time ?? block.timestamp;
