import { SdkError } from "../errors.ts";
import { EventParser, type ParsedEvent } from "./eventStream.ts";
import { type StreamChange, type StreamHello, streamChangeSchema, streamHelloSchema } from "./operation.ts";
import { type RequestOptions, sendRequest, toFailure } from "./request.ts";

export type Topic = "network" | "events" | `node:${number}` | `address:0x${string}` | `pool:0x${string}`;

export type SubscribeParameters = {
  readonly topics: readonly Topic[];
  /** What the topics are about has changed: fetch again what is shown of it. */
  readonly onChange: (change: StreamChange) => void;
  /** The stream is open (again). Unless it is `resumed`, changes in between were missed: fetch again what is shown. */
  readonly onHello?: (hello: StreamHello) => void;
  /** The stream has ended or couldn't be opened; it is tried again by itself, unless the topics were refused. */
  readonly onError?: (error: SdkError) => void;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
};

export type Subscription = {
  /** Resolves when the signal was aborted, or the server has refused the topics; rejects with what a callback throws. */
  readonly ended: Promise<void>;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Three of the server's heartbeats. */
const SILENCE_MS = 45_000;
/** Timers go first where a thread was busy for long: what has come meanwhile is heard before silence is believed. */
const HEARING_MS = 500;

/** Hears of changes by a stream of `GET /v1/stream`, reconnecting with growing pauses. */
export function subscribe(options: RequestOptions, parameters: SubscribeParameters): Subscription {
  return { ended: keepOpen(options, parameters) };
}

async function keepOpen(options: RequestOptions, parameters: SubscribeParameters): Promise<void> {
  const { signal, onError } = parameters;
  const place: Place = { lastId: undefined };
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      await readStream(options, parameters, place, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted) return;
      // Not ours: a callback has thrown.
      if (!(error instanceof SdkError)) throw error;
      onError?.(error);
      if (isFinal(error)) return;
    }
    await pause(waitMs(failures), signal);
  }
}

/** Asking the same again would be refused again. */
function isFinal({ detail }: SdkError): boolean {
  return detail.code === "API_PROBLEM" && detail.status >= 400 && detail.status < 500 && detail.status !== 429;
}

/** Doubles up to half a minute; everybody waits a little differently, so that not all come back at once. */
function waitMs(failures: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
  return longest * (0.5 + Math.random() / 2);
}

/** Where a stream that broke off goes on. */
type Place = { lastId: string | undefined };

async function readStream(
  options: RequestOptions,
  parameters: SubscribeParameters,
  place: Place,
  onOpen: () => void,
): Promise<void> {
  const url = `${options.url}/v1/stream?topics=${encodeURIComponent(parameters.topics.join(","))}`;
  const stop = new AbortController();
  const end = () => stop.abort();
  parameters.signal.addEventListener("abort", end, { once: true });
  const silence = new Watch(SILENCE_MS, end);
  try {
    const { lastId } = place;
    const init = { headers: { accept: "text/event-stream", ...(lastId !== undefined && { "last-event-id": lastId }) } };
    const open = await openWithin(options, url, init, stop);
    if (!open.ok) throw toFailure(url, open.status, await open.text());
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = open.body?.getReader();
    for (;;) {
      silence.restart();
      const { done, value } = (await reader?.read().catch((error: unknown) => {
        throw interrupted(url, error);
      })) ?? { done: true, value: undefined };
      if (done) throw interrupted(url, "the server ended the stream");
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        pass(event, parameters, onOpen);
        place.lastId = event.id ?? place.lastId;
      }
    }
  } finally {
    silence.end();
    parameters.signal.removeEventListener("abort", end);
    stop.abort();
  }
}

/** The time limit is for the answer's head only: a signal of the request would cut off its body, too. */
async function openWithin(
  options: RequestOptions,
  url: string,
  init: RequestInit,
  stop: AbortController,
): Promise<Response> {
  const silence = new Watch(options.timeoutMs, () => stop.abort());
  silence.restart();
  try {
    return await sendRequest({ ...options, timeoutMs: NO_LIMIT_MS }, url, init, stop.signal);
  } finally {
    silence.end();
  }
}

/** 2^31 − 1: the longest a timer can be. */
const NO_LIMIT_MS = 2_147_483_647;

function pass({ event, data }: ParsedEvent, parameters: SubscribeParameters, onOpen: () => void): void {
  const json = parseJson(data);
  if (event === "hello") {
    const hello = streamHelloSchema.safeParse(json);
    if (!hello.success) return;
    onOpen();
    parameters.onHello?.(hello.data);
  }
  if (event !== "change") return;
  const change = streamChangeSchema.safeParse(json);
  if (change.success) parameters.onChange(change.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function interrupted(url: string, error: unknown): SdkError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The stream of changes from ${url} broke off (${reason}); it is opened again.`;
  return new SdkError({ code: "API_UNREACHABLE", url, reason }, message, { cause: error });
}

/** Calls back when nobody has restarted it for too long: a connection can be dead without an end. */
class Watch {
  readonly #limitMs: number;
  readonly #onSilence: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limitMs: number, onSilence: () => void) {
    this.#limitMs = limitMs;
    this.#onSilence = onSilence;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = setTimeout(this.#onSilence, HEARING_MS);
    }, this.#limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
