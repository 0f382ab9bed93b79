import type { Hex } from "./types.ts";

/** One JSON-RPC call. */
export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

/** The answer to one call of a batch: a result, or the error the node gave for this call. */
export type RpcAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly rpcCode: number; readonly message: string; readonly data?: Hex };

/**
 * One L2 node as seen through JSON-RPC.
 *
 * `request` sends all calls to the same node as one batch and answers in their order. It rejects with `PROVIDER_DOWN` when
 * there is no usable answer at all; an error of a single call is an answer. It neither retries nor hangs.
 */
export interface Provider {
  /** For logs and metrics; never holds the URL's path, query or password, where API keys are. */
  readonly name: string;
  /** Most calls it takes in one request. */
  readonly maxBatch: number;
  request(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
}
