import type { CheckpointBundle } from "./bundle.ts";
import { toBytes, toHex } from "./bytes.ts";
import { checkpointDigest } from "./checkpointDigest.ts";
import { differenceOf, readNonSigners, signersNeeded } from "./nonSigners.ts";
import { decodeKey, decodeSignature, encodeKey, type G1, isInSubgroup, isPairingEqual, sumKeys } from "./points.ts";
import type { StepFault, StepResult } from "./steps.ts";

/** What the steps before leave to the next ones; undefined where they failed. */
export type Signers = {
  readonly keys: ReadonlyMap<number, G1> | undefined;
  readonly absent: readonly number[] | undefined;
};

function decodeKeys(nodes: CheckpointBundle["contract"]["nodes"]): ReadonlyMap<number, G1> | StepFault {
  const keys = new Map<number, G1>();
  let previous = 0;
  for (const { id, key } of nodes) {
    if (id <= previous) return { code: "SET_ORDER", id };
    previous = id;
    const decoded = decodeKey(toBytes(key));
    if ("fault" in decoded) return { code: "SET_KEY", id, fault: decoded.fault };
    keys.set(id, decoded.point);
  }
  return keys;
}

/** Are these all nodes of the contract, with its keys, in the version of the set the certificate is for? */
export function checkSet({ contract, certificate }: CheckpointBundle): {
  result: StepResult;
  keys: Signers["keys"];
} {
  const input = [
    { name: "nodes", value: String(contract.nodes.length) },
    { name: "setVersion", value: contract.setVersion },
    { name: "l2Block", value: contract.l2Block },
  ];
  const values = { id: "set", input, expected: contract.aggregateKey } as const;
  const keys = decodeKeys(contract.nodes);
  if ("code" in keys) return { result: { ...values, computed: null, state: "failed", fault: keys }, keys: undefined };
  const sum = sumKeys([...keys.values()]);
  const summed = { ...values, computed: toHex(encodeKey(sum)) };
  if (contract.aggregateKey === null) return { result: { ...summed, state: "open", gap: "SET_NOT_READABLE" }, keys };
  if (contract.setVersion !== certificate.setVersion) {
    const fault = { code: "SET_VERSION", certificate: certificate.setVersion, contract: contract.setVersion } as const;
    return { result: { ...summed, state: "failed", fault }, keys };
  }
  if (summed.computed !== contract.aggregateKey || !isInSubgroup(sum))
    return { result: { ...summed, state: "failed", fault: { code: "SET_SUM" } }, keys: undefined };
  return { result: { ...summed, state: "ok" }, keys };
}

/** Does the certificate name absentees of the contract, the same ones it lists, and few enough? */
export function checkAbsentees({ contract, certificate }: CheckpointBundle): {
  result: StepResult;
  absent: Signers["absent"];
} {
  const ids = contract.nodes.map(({ id }) => id);
  const needed = signersNeeded(ids.length, Number(contract.absenteeCap));
  const read = readNonSigners(toBytes(certificate.nonSigners));
  const input = [
    { name: "nonSigners", value: certificate.nonSigners },
    { name: "nodes", value: String(ids.length) },
  ];
  const values = { id: "absentees", input, expected: `≥ ${needed}` } as const;
  const fail = (fault: StepFault, computed: string | null = null, absent?: readonly number[]) => ({
    result: { ...values, computed, state: "failed", fault } satisfies StepResult,
    absent,
  });
  if ("fault" in read) return fail(read.fault);
  const known = new Set(ids);
  const unknown = read.ids.filter((id) => !known.has(id));
  if (unknown.length > 0) return fail({ code: "BITMAP_UNKNOWN", ids: unknown });
  const absent = new Set(read.ids);
  const signed = ids.filter((id) => !absent.has(id));
  const computed = String(signed.length);
  const absentDiffer = differenceOf(read.ids, certificate.absent);
  if (absentDiffer.length > 0) return fail({ code: "ABSENT_DIFFER", ids: absentDiffer }, computed, read.ids);
  const signedDiffer = differenceOf(signed, certificate.signed);
  if (signedDiffer.length > 0) return fail({ code: "SIGNED_DIFFER", ids: signedDiffer }, computed, read.ids);
  // [REJECT] protocol/checkpoints.md#quorum: absentees ≤ min(⌊(nodes − 1) / 3⌋, cap); and never an empty set.
  if (signed.length < needed || signed.length === 0)
    return fail({ code: "TOO_FEW", signed: signed.length, needed: Math.max(1, needed) }, computed, read.ids);
  return { result: { ...values, computed, state: "ok" }, absent: read.ids };
}

/** Did everyone but the absentees sign the digest? One pairing equation over the sum of their keys. */
export function checkSignature({ certificate, checkpoint, network }: CheckpointBundle, signers: Signers): StepResult {
  const digest = checkpointDigest(checkpoint, network);
  const input = [
    { name: "digest", value: toHex(digest) },
    { name: "signature", value: certificate.signature },
  ];
  const { keys, absent } = signers;
  if (keys === undefined || absent === undefined)
    return { id: "signature", input, computed: null, expected: null, state: "open", gap: "NEEDS_STEP" };
  const missing = new Set(absent);
  const key = sumKeys([...keys].flatMap(([id, point]) => (missing.has(id) ? [] : [point])));
  const values = { id: "signature", input, computed: toHex(encodeKey(key)), expected: null } as const;
  const fail = (fault: StepFault): StepResult => ({ ...values, state: "failed", fault });
  if (key.is0()) return fail({ code: "KEY_INFINITY" });
  const signature = decodeSignature(toBytes(certificate.signature));
  if ("fault" in signature) return fail({ code: "SIGNATURE_ENCODING", fault: signature.fault });
  return isPairingEqual(key, digest, signature.point) ? { ...values, state: "ok" } : fail({ code: "PAIRING" });
}
