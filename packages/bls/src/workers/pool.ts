import { Worker } from "node:worker_threads";
import type { AggregateSet, SignatureBytes, SignatureSet, SignedMessage } from "../bls.ts";
import { BlsError } from "../errors.ts";
import { type BlsJob, type BlsJobResult, type BlsResponse, encodeJob } from "./jobs.ts";
import { BLS_WORKER_TASK } from "./task.ts";

export type BlsWorkerPoolOptions = {
  /** Threads, at least one, started when first needed. */
  readonly size: number;
  /** Jobs that may wait for a thread; one more is refused with `BLS_QUEUE_FULL`. 1,024 if left out. */
  readonly maxQueue?: number;
  /** Closes the pool at once: jobs not finished fail with `BLS_POOL_CLOSED`. */
  readonly signal?: AbortSignal;
  /** File the threads run; needed in bundles: `@session/bls/worker` as a file of its own, or the bundle that has it. */
  readonly worker?: URL | string;
};

/** Verification off the event loop. Methods are those of `Bls`, and throw nothing but the three codes below. */
export interface BlsWorkerPool extends AsyncDisposable {
  /** Jobs waiting for a thread. */
  readonly queued: number;
  /** @throws {BlsError} `BLS_QUEUE_FULL`, `BLS_POOL_CLOSED` or `BLS_WORKER_FAILED` */
  verifyBatch(sets: readonly SignatureSet[]): Promise<boolean>;
  /** @throws {BlsError} `BLS_QUEUE_FULL`, `BLS_POOL_CLOSED` or `BLS_WORKER_FAILED` */
  findInvalid(sets: readonly SignatureSet[]): Promise<number[]>;
  /** @throws {BlsError} `BLS_QUEUE_FULL`, `BLS_POOL_CLOSED` or `BLS_WORKER_FAILED` */
  verifyAggregate(set: AggregateSet): Promise<boolean>;
  /** @throws {BlsError} `BLS_QUEUE_FULL`, `BLS_POOL_CLOSED` or `BLS_WORKER_FAILED` */
  verifyDistinct(sets: readonly SignedMessage[], signature: SignatureBytes): Promise<boolean>;
  /** Takes no more jobs, finishes the accepted ones, then ends the threads. */
  close(): Promise<void>;
}

const DEFAULT_MAX_QUEUE = 1024;

type PendingJob = {
  readonly job: BlsJob;
  readonly resolve: (result: BlsJobResult) => void;
  readonly reject: (error: BlsError) => void;
};

type Thread = { readonly worker: Worker; running: PendingJob | undefined };

function poolClosed(): BlsError {
  return new BlsError({ code: "BLS_POOL_CLOSED" }, "The BLS worker pool is closed.");
}

function workerFailed(reason: string): BlsError {
  return new BlsError({ code: "BLS_WORKER_FAILED", reason }, `A BLS worker thread failed: ${reason}`);
}

class ThreadPool implements BlsWorkerPool {
  readonly #options: BlsWorkerPoolOptions;
  readonly #size: number;
  readonly #maxQueue: number;
  readonly #queue: PendingJob[] = [];
  readonly #threads = new Set<Thread>();
  readonly #idleWaiters: (() => void)[] = [];
  #nextId = 0;
  #isClosed = false;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: BlsWorkerPoolOptions) {
    this.#options = options;
    this.#size = Math.max(1, options.size);
    this.#maxQueue = options.maxQueue ?? DEFAULT_MAX_QUEUE;
    if (options.signal?.aborted) this.#isClosed = true;
    else options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  get queued(): number {
    return this.#queue.length;
  }

  async verifyBatch(sets: readonly SignatureSet[]): Promise<boolean> {
    return (await this.#submit({ kind: "verifyBatch", sets })) === true;
  }

  async findInvalid(sets: readonly SignatureSet[]): Promise<number[]> {
    const result = await this.#submit({ kind: "findInvalid", sets });
    if (!Array.isArray(result)) throw workerFailed("no list of indexes");
    return result;
  }

  async verifyAggregate(set: AggregateSet): Promise<boolean> {
    return (await this.#submit({ kind: "verifyAggregate", set })) === true;
  }

  async verifyDistinct(sets: readonly SignedMessage[], signature: SignatureBytes): Promise<boolean> {
    return (await this.#submit({ kind: "verifyDistinct", sets, signature })) === true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#options.signal?.removeEventListener("abort", this.#abort);
    if (!this.#isIdle()) await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
    this.#terminate();
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #abort = (): void => {
    this.#isClosed = true;
    const running = [...this.#threads].flatMap((thread) => thread.running ?? []);
    for (const { reject } of [...running, ...this.#queue.splice(0)]) reject(poolClosed());
    this.#terminate();
    this.#notifyIdle();
  };

  #submit(job: BlsJob): Promise<BlsJobResult> {
    if (this.#isClosed) return Promise.reject(poolClosed());
    const hasThread = this.#threads.size < this.#size || [...this.#threads].some(({ running }) => !running);
    if (!hasThread && this.#queue.length >= this.#maxQueue) {
      const limit = this.#maxQueue;
      return Promise.reject(new BlsError({ code: "BLS_QUEUE_FULL", limit }, `${limit} BLS jobs are waiting already.`));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const thread = this.#freeThread();
      if (thread === undefined) return;
      const pending = this.#queue.shift();
      if (pending === undefined) return;
      thread.running = pending;
      const request = encodeJob(this.#nextId++, pending.job);
      thread.worker.postMessage(request, [request.frames.data.buffer, request.frames.sizes.buffer]);
    }
    this.#notifyIdle();
  }

  #freeThread(): Thread | undefined {
    for (const thread of this.#threads) if (thread.running === undefined) return thread;
    return this.#threads.size < this.#size ? this.#start() : undefined;
  }

  #start(): Thread {
    const worker = new Worker(this.#options.worker ?? new URL("./worker.ts", import.meta.url), {
      workerData: { task: BLS_WORKER_TASK },
      name: BLS_WORKER_TASK,
    });
    const thread: Thread = { worker, running: undefined };
    worker.on("message", (response: BlsResponse) => this.#settle(thread, response));
    // An error ends the thread; the next job gets a new one.
    worker.on("error", (error: Error) => this.#drop(thread, error.message));
    worker.on("exit", (code) => this.#drop(thread, `exit code ${code}`));
    this.#threads.add(thread);
    return thread;
  }

  #settle(thread: Thread, response: BlsResponse): void {
    const pending = thread.running;
    thread.running = undefined;
    if ("result" in response) pending?.resolve(response.result);
    else pending?.reject(workerFailed(response.reason));
    this.#dispatch();
  }

  #drop(thread: Thread, reason: string): void {
    if (!this.#threads.delete(thread)) return;
    thread.running?.reject(workerFailed(reason));
    thread.running = undefined;
    this.#dispatch();
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && [...this.#threads].every((thread) => thread.running === undefined);
  }

  #notifyIdle(): void {
    if (this.#isIdle()) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  #terminate(): void {
    const threads = [...this.#threads];
    // Threads no longer in the set may exit unnoticed.
    this.#threads.clear();
    this.#ended = Promise.all([this.#ended, ...threads.map(({ worker }) => worker.terminate())]);
  }
}

/**
 * Starts a pool of worker threads that verify with blst. Node only.
 *
 * @example
 * const pool = createBlsWorkerPool({ size: 2, signal });
 * const isValid = await pool.verifyBatch(sets);
 * await pool.close();
 */
export function createBlsWorkerPool(options: BlsWorkerPoolOptions): BlsWorkerPool {
  return new ThreadPool(options);
}
