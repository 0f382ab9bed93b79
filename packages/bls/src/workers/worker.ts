import { parentPort, workerData } from "node:worker_threads";
import { blst } from "../backends/blst.ts";
import { type BlsRequest, type BlsResponse, runRequest } from "./jobs.ts";
import { BLS_WORKER_TASK } from "./task.ts";

/**
 * Is this thread one that a pool has started? A program bundled into one file imports this module, gives its own path
 * to the pool as `worker`, and starts its main part only where this is false.
 */
export const isBlsWorkerThread: boolean = parentPort !== null && workerData?.task === BLS_WORKER_TASK;

function answer(request: BlsRequest): BlsResponse {
  try {
    return { id: request.id, result: runRequest(blst, request) };
  } catch (error) {
    return { id: request.id, reason: error instanceof Error ? error.message : String(error) };
  }
}

if (isBlsWorkerThread) parentPort?.on("message", (request: BlsRequest) => parentPort?.postMessage(answer(request)));
