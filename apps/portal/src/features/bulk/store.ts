import type { Hex } from "viem";
import { z } from "zod";
import { type Stored, stored } from "../../wallet/stored.ts";
import { bulkKinds } from "./model.ts";
import type { BulkQueue } from "./queue.ts";
import type { QueueStore, TabLock } from "./runner.ts";

const hex = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-fA-F]+$/.test(value));
const fault = z.object({ what: z.string(), next: z.string(), code: z.string() });
const item = z.union([
  z.object({ type: z.enum(bulkKinds), nodeId: z.number().int() }),
  z.object({ type: z.literal("claim"), recipient: hex }),
]);
const outcome = z.object({
  status: z.enum(["done", "already", "refused"]),
  amount: z.string().regex(/^\d+$/),
  lockedUntil: z.number().int(),
  fault: fault.nullable(),
});
const step = z.object({
  id: z.string(),
  via: hex.nullable(),
  items: z.array(item),
  state: z.enum(["waiting", "signing", "sent", "done", "failed"]),
  hash: hex.nullable(),
  outcomes: z.array(outcome),
  fault: fault.nullable(),
});
const queueSchema = z.object({
  kind: z.enum(bulkKinds),
  startedAtMs: z.number(),
  isStopped: z.boolean(),
  steps: z.array(step),
});

/** What is kept, whoever wrote it; undefined where it is no queue of this version. */
export function parseQueue(json: unknown): BulkQueue | undefined {
  const parsed = queueSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

const nameOf = (chainId: number, account: Hex) => `session.bulk.${chainId}.${account.toLowerCase()}`;

/** Where a network's queue of an account is kept, in this browser. */
export function queueStore(chainId: number, account: Hex): QueueStore {
  const kept: Stored<BulkQueue | undefined> = stored(nameOf(chainId, account), parseQueue);
  return { read: kept.read, write: kept.write, subscribe: (listener) => void kept.subscribe(listener) };
}

/** Held by the page that works the queue off; a page that goes lets it go. Browsers without locks have one page, it is hoped. */
export function queueLock(chainId: number, account: Hex): TabLock {
  return async (run) => {
    if (globalThis.navigator?.locks === undefined) {
      await run();
      return true;
    }
    return navigator.locks.request(nameOf(chainId, account), { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await run();
      return true;
    });
  };
}
