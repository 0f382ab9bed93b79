import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { z } from "zod";
import { openDurable } from "./durableFs.ts";
import type { PgliteAnswer, PgliteRequest } from "./messages.ts";

// A thread of its own: PGlite is one WebAssembly instance, and a statement blocks the thread it runs on.

const port = parentPort;
if (port === null) throw new Error("runs as a worker thread only");

const { folder } = z.object({ folder: z.string().optional() }).parse(workerData);
const send = (answer: PgliteAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : JSON.stringify(error));

async function answer(db: PGlite, request: PgliteRequest): Promise<void> {
  if (request.kind === "close") {
    await db.close();
    send({ kind: "closed" });
    port?.close();
    return;
  }
  const bytes = await db.execProtocolRaw(request.bytes);
  // A copy: the answer may be a view into PGlite's memory.
  const copy = bytes.slice();
  send({ kind: "bytes", bytes: copy }, [copy.buffer]);
}

/**
 * No replica reads its log: an index made at once is in its own file before its commit, and needn't stand in the log too.
 * A new file of the log isn't filled with 16 MB of zeros: it took a fifth of a first load. Pages are as cheap to reach in any
 * order, as on every disk without moving parts and in memory: by PostgreSQL's default of 4 a batch's changes were found by
 * reading the whole table, in more than twice the time.
 */
const SETTINGS = ["wal_level=minimal", "max_wal_senders=0", "wal_init_zero=off", "random_page_cost=1.1"].flatMap(
  (setting) => ["-c", setting],
);

try {
  const startParams = [...PGlite.defaultStartParams, ...SETTINGS];
  const db = folder === undefined ? await PGlite.create({ startParams }) : await openDurable(folder, SETTINGS);
  let last = Promise.resolve();
  port.on("message", (request: PgliteRequest) => {
    last = last.then(() => answer(db, request)).catch((error) => send({ kind: "failed", reason: reasonOf(error) }));
  });
  send({ kind: "open" });
} catch (error) {
  send({ kind: "failed", reason: reasonOf(error) });
  port.close();
}
