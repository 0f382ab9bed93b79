import { blst } from "@session/bls/blst";
import { createBlsWorkerPool } from "@session/bls/workers";
import type { ConsensusCrypto } from "./consensus/ports.ts";
import type { Closeable } from "./node.ts";

/** Signature checks for consensus: in worker threads, or with none on the main thread (a few nodes on one machine). */
export function createCrypto(threads: number, signal: AbortSignal): ConsensusCrypto & Closeable {
  const aggregateSignatures = (signatures: readonly Uint8Array[]) => blst.aggregateSignatures(signatures);
  if (threads === 0)
    return {
      findInvalid: async (sets) => blst.findInvalid(sets),
      verifyAggregate: async (set) => blst.verifyAggregate(set),
      aggregateSignatures,
      close: async () => undefined,
    };
  const pool = createBlsWorkerPool({ size: threads, signal });
  return {
    findInvalid: (sets) => pool.findInvalid(sets),
    verifyAggregate: (set) => pool.verifyAggregate(set),
    aggregateSignatures,
    close: () => pool.close(),
  };
}
