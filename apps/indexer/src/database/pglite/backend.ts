import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type DatabaseError, databaseDown, folderUnreadable } from "../errors.ts";
import { PgliteConnection } from "./connection.ts";
import type { PgliteAnswer, PgliteRequest } from "./messages.ts";

/** A running PGlite. */
export type PgliteBackend = {
  /** A connection for node-postgres; one at a time, since PGlite is one session. */
  readonly connect: () => PgliteConnection;
  readonly close: () => Promise<void>;
};

type Waiting = { readonly resolve: (bytes: Uint8Array) => void; readonly reject: (error: unknown) => void };

/** The thread PGlite runs in, and who waits for its answers. */
class PgliteThread implements PgliteBackend {
  readonly #worker: Worker;
  readonly #host: string;
  readonly #waiting: Waiting[] = [];
  #failed: DatabaseError | undefined;

  constructor(worker: Worker, host: string) {
    this.#worker = worker;
    this.#host = host;
    worker.on("message", (answer: PgliteAnswer) => {
      if (answer.kind === "bytes") this.#waiting.shift()?.resolve(answer.bytes);
      if (answer.kind === "failed") this.#fail(answer.reason);
    });
    worker.on("error", (error) => this.#fail(String(error)));
    worker.on("exit", () => this.#fail("PGlite has ended"));
  }

  connect(): PgliteConnection {
    return new PgliteConnection((turn) => this.#exchange(turn));
  }

  async close(): Promise<void> {
    if (this.#failed !== undefined) {
      await this.#worker.terminate();
      return;
    }
    const ended = once(this.#worker, "exit");
    this.#send({ kind: "close" });
    await ended;
  }

  #exchange(turn: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#failed !== undefined) return reject(this.#failed);
      this.#waiting.push({ resolve, reject });
      this.#send({ kind: "bytes", bytes: turn }, [turn.buffer]);
    });
  }

  #send(request: PgliteRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #fail(reason: string): void {
    this.#failed ??= databaseDown(this.#host, reason);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
  }
}

async function untilOpen(worker: Worker, folder: string): Promise<void> {
  const answer = await new Promise<PgliteAnswer>((resolve) => {
    worker.once("message", resolve);
    worker.once("error", (error) => resolve({ kind: "failed", reason: error.message }));
    worker.once("exit", (code) => resolve({ kind: "failed", reason: `PGlite ended with ${code}` }));
  });
  if (answer.kind === "open") return;
  const reason = answer.kind === "failed" ? answer.reason : answer.kind;
  throw folderUnreadable(folder, reason);
}

/**
 * Starts PGlite in a thread of its own.
 * @param folder undefined: in memory
 * @throws DatabaseError DATABASE_UNREADABLE
 */
export async function startPglite(folder: string | undefined): Promise<PgliteBackend> {
  const data = folder === undefined ? undefined : join(folder, "pg");
  const beginning = folder === undefined ? undefined : join(folder, "beginning");
  if (data !== undefined && beginning !== undefined) {
    // Killed while the files were first made: they have never been used.
    if (existsSync(beginning)) rmSync(data, { recursive: true, force: true });
    if (!existsSync(data)) writeFileSync(beginning, "");
  }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { folder: data } });
  try {
    await untilOpen(worker, folder ?? "memory");
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  if (beginning !== undefined) rmSync(beginning, { force: true });
  return new PgliteThread(worker, folder ?? "memory");
}
