import type { AggregateSet, Bls, SignatureBytes, SignatureSet, SignedMessage } from "../bls.ts";
import { type Frames, packFrames, unpackFrames } from "./frames.ts";

const EMPTY = new Uint8Array(0);

/** What a worker is asked to do. */
export type BlsJob =
  | { readonly kind: "verifyBatch"; readonly sets: readonly SignatureSet[] }
  | { readonly kind: "findInvalid"; readonly sets: readonly SignatureSet[] }
  | { readonly kind: "verifyAggregate"; readonly set: AggregateSet }
  | { readonly kind: "verifyDistinct"; readonly sets: readonly SignedMessage[]; readonly signature: SignatureBytes };

export type BlsJobResult = boolean | number[];

/** A job on its way to the worker. */
export type BlsRequest = { readonly id: number; readonly kind: BlsJob["kind"]; readonly frames: Frames };

/** What comes back: the result, or why the thread couldn't make one. */
export type BlsResponse =
  | { readonly id: number; readonly result: BlsJobResult }
  | { readonly id: number; readonly reason: string };

function toList(job: BlsJob): readonly Uint8Array[] {
  switch (job.kind) {
    case "verifyBatch":
    case "findInvalid":
      return job.sets.flatMap((set) => [set.publicKey, set.message, set.signature]);
    case "verifyAggregate":
      return [job.set.message, job.set.signature, ...job.set.publicKeys];
    case "verifyDistinct":
      return [job.signature, ...job.sets.flatMap((set) => [set.publicKey, set.message])];
  }
}

/** Job → message; both buffers of its frames may be transferred. */
export function encodeJob(id: number, job: BlsJob): BlsRequest {
  return { id, kind: job.kind, frames: packFrames(toList(job)) };
}

function chunk(list: readonly Uint8Array[], size: number): Uint8Array[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function toSignatureSets(list: readonly Uint8Array[]): SignatureSet[] {
  return chunk(list, 3).map(([publicKey = EMPTY, message = EMPTY, signature = EMPTY]) => ({
    publicKey,
    message,
    signature,
  }));
}

/** Message → result, in the worker. */
export function runRequest(bls: Bls, { kind, frames }: BlsRequest): BlsJobResult {
  const list = unpackFrames(frames);
  const [first = EMPTY, second = EMPTY] = list;
  switch (kind) {
    case "verifyBatch":
      return bls.verifyBatch(toSignatureSets(list));
    case "findInvalid":
      return bls.findInvalid(toSignatureSets(list));
    case "verifyAggregate":
      return bls.verifyAggregate({ message: first, signature: second, publicKeys: list.slice(2) });
    case "verifyDistinct":
      return bls.verifyDistinct(
        chunk(list.slice(1), 2).map(([publicKey = EMPTY, message = EMPTY]) => ({ publicKey, message })),
        first,
      );
  }
}
