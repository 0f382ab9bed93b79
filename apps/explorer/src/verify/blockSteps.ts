import type { CheckpointBundle } from "./bundle.ts";
import { toHex } from "./bytes.ts";
import { checkpointDigest, domainSeparator } from "./checkpointDigest.ts";
import { claimRoot, leafHash } from "./claimRoot.ts";
import { headerRoot } from "./headerRoot.ts";
import type { StepFault, StepResult, StepValue } from "./steps.ts";

const NO_ROOT = `0x${"00".repeat(32)}`;

/** Is the block that of the checkpoint, and does its header say what the checkpoint says? */
export function checkBlock({ header, checkpoint }: CheckpointBundle): StepResult {
  const root = headerRoot(header);
  const computed = root === undefined ? null : toHex(root);
  const values = { id: "block", computed, expected: checkpoint.blockHash } as const;
  const input: StepValue[] = [
    { name: "height", value: String(header.height) },
    { name: "time", value: String(header.time) },
    { name: "stateRoot", value: header.stateRoot },
    { name: "claimsRoot", value: header.claimsRoot },
  ];
  const fail = (fault: StepFault): StepResult => ({ ...values, input, state: "failed", fault });
  if (computed === null) return fail({ code: "MALFORMED", field: "reveal" });
  for (const field of ["height", "time", "claimsRoot"] as const)
    if (header[field] !== checkpoint[field]) {
      const [inHeader, inCheckpoint] = [String(header[field]), String(checkpoint[field])];
      return fail({ code: "HEADER_FIELD", field, header: inHeader, checkpoint: inCheckpoint });
    }
  if (computed !== checkpoint.blockHash) return fail({ code: "HEADER_HASH" });
  return { ...values, input, state: "ok" };
}

/** Does what the nodes signed follow from height, time, block and root, for this chain and contract alone? */
export function checkDigest({ checkpoint, network, digest }: CheckpointBundle): StepResult {
  const computed = toHex(checkpointDigest(checkpoint, network));
  const input = [
    { name: "domain", value: toHex(domainSeparator(network.chainId, network.contract)) },
    { name: "chainId", value: network.chainId },
    { name: "contract", value: network.contract },
    { name: "height", value: String(checkpoint.height) },
    { name: "time", value: String(checkpoint.time) },
    { name: "blockHash", value: checkpoint.blockHash },
    { name: "claimsRoot", value: checkpoint.claimsRoot },
  ];
  const values = { id: "digest", input, computed, expected: digest } as const;
  return computed === digest ? { ...values, state: "ok" } : { ...values, state: "failed", fault: { code: "DIGEST" } };
}

/** Does the contract hold this very root for the height? */
export function checkRoot({ checkpoint, contract }: CheckpointBundle): StepResult {
  const input = [
    { name: "height", value: String(checkpoint.height) },
    { name: "l2Block", value: contract.storedRootBlock },
  ];
  const values = { id: "root", input, computed: checkpoint.claimsRoot } as const;
  if (contract.storedRoot === NO_ROOT) return { ...values, expected: null, state: "open", gap: "ROOT_NOT_STORED" };
  const compared = { ...values, expected: contract.storedRoot };
  return contract.storedRoot === checkpoint.claimsRoot
    ? { ...compared, state: "ok" }
    : { ...compared, state: "failed", fault: { code: "ROOT" } };
}

/** Does the proof lead from the claim to the checkpoint's root? */
export function checkClaim({ claim, checkpoint }: CheckpointBundle): StepResult {
  if (claim === null)
    return { id: "claim", input: [], computed: null, expected: checkpoint.claimsRoot, state: "open", gap: "NO_CLAIM" };
  const input = [
    { name: "kind", value: String(claim.kind) },
    { name: "subject", value: claim.subject },
    { name: "value", value: claim.value },
    { name: "leaf", value: toHex(leafHash(claim)) },
    { name: "proofLength", value: String(claim.proof.length) },
  ];
  const values = { id: "claim", input, computed: toHex(claimRoot(claim)), expected: checkpoint.claimsRoot } as const;
  return values.computed === values.expected
    ? { ...values, state: "ok" }
    : { ...values, state: "failed", fault: { code: "PROOF" } };
}
