import type { ValueOf } from "@chainsafe/ssz";
import { bytesToHex } from "@noble/hashes/utils.js";
import { verifyRegistrationSignature } from "../registration/verifyRegistrationSignature.ts";
import type { NodeState } from "../state/node.ts";
import type { Contributor, NewServiceNodeSsz } from "../types/l2Event.ts";
import { MAX_NODE_ID } from "../types/primitive.ts";
import type { Rejection } from "./applyL2Events.ts";
import type { WorkingState } from "./workingState.ts";

type Registration = ValueOf<typeof NewServiceNodeSsz>;

const MAX_FEE_BPS = 10_000;
const MAX_AMOUNT = 2n ** 128n - 1n;

/**
 * A registration the contract took. A good one is joining at once; a bad one becomes a removed (`rejected`) node, so that
 * its stake can leave without penalty or lock (must-not-repeat §3.6). Source: protocol/registration.md#checks.
 */
export function applyRegistration(
  state: WorkingState,
  kind: "NewServiceNode" | "NewSeededServiceNode",
  data: Registration,
): Rejection | undefined {
  const unplaceable = findPlaceFault(state, data.id);
  if (unplaceable !== undefined) return unplaceable;
  const rejection =
    kind === "NewSeededServiceNode"
      ? reject("SEEDED_AFTER_START", "seeded nodes come with the genesis")
      : (findTermsFault(state, data) ?? findKeyFault(state, data));
  const node = newNode(state, data);
  const { time } = state.head;
  if (rejection === undefined) {
    state.put(node);
    state.changes.push({ type: "node-joining", node: node.id });
    return undefined;
  }
  state.put({ ...node, status: "removed", creditSec: 0, removed: { reason: "rejected", at: time } });
  state.changes.push({ type: "node-removed", node: node.id, reason: "rejected" });
  return rejection;
}

/** Faults for which no node can be made: the state stays as it is. */
function findPlaceFault(state: WorkingState, id: number): Rejection | undefined {
  if (id < 1 || id > MAX_NODE_ID) return reject("NODE_ID_OUT_OF_RANGE", `no node can have id ${id}`);
  if (state.node(id) !== undefined) return reject("NODE_ID_TAKEN", `node ${id} is registered already`);
  if (state.isFull()) return reject("NODE_LIMIT", "the chain can't hold another node");
  return undefined;
}

/** protocol/registration.md#checks-terms. */
function findTermsFault(state: WorkingState, data: Registration): Rejection | undefined {
  const { stakingRequirement, maxContributors } = state.head;
  const { contributors, feeBps, operator } = data;
  if (feeBps > MAX_FEE_BPS) return reject("FEE_TOO_HIGH", `a fee of ${feeBps} bps`);
  const [first] = contributors;
  if (first === undefined || contributors.length > maxContributors)
    return reject("CONTRIBUTORS_OUT_OF_RANGE", `${contributors.length} contributors, at most ${maxContributors}`);
  if (bytesToHex(first.staker) !== bytesToHex(operator))
    return reject("OPERATOR_NOT_FIRST", "contributors[0] is not the operator");
  if (contributors.some(({ amount }) => amount === 0n)) return reject("CONTRIBUTOR_STAKE_ZERO", "a stake of nothing");
  if (new Set(contributors.map(({ staker }) => bytesToHex(staker))).size !== contributors.length)
    return reject("CONTRIBUTOR_DUPLICATE", "a staker named twice");
  const sum = sumOf(contributors);
  if (sum !== stakingRequirement)
    return reject("STAKE_MISMATCH", `stakes of ${sum} base units instead of ${stakingRequirement}`);
  // At least a quarter, rounded up: 4 · stake ≥ requirement.
  if (4n * first.amount < stakingRequirement)
    return reject("OPERATOR_STAKE_TOO_LOW", `the operator's ${first.amount} base units are under 25 %`);
  return undefined;
}

/** protocol/registration.md#checks-keys. */
function findKeyFault(state: WorkingState, data: Registration): Rejection | undefined {
  const { genesis, bls } = state.context;
  const { operator, ed25519Key, blsKey } = data;
  if (!bls.isValidPublicKey(blsKey)) return reject("BLS_KEY_INVALID", "the BLS key is no point of the subgroup");
  if (state.hasBlsKey(blsKey)) return reject("BLS_KEY_IN_USE", "another node has this BLS key");
  const content = {
    chainId: genesis.chainId,
    contract: genesis.contracts.serviceNodeRewards,
    operator,
    ed25519Key,
    blsKey,
  };
  if (!verifyRegistrationSignature(content, data.ed25519Signature))
    return reject("ED25519_SIGNATURE_INVALID", "the ed25519 key did not sign this registration");
  if (state.hasEd25519Key(ed25519Key)) return reject("ED25519_KEY_IN_USE", "another node has this ed25519 key");
  return undefined;
}

function newNode(state: WorkingState, data: Registration): NodeState {
  const { time, height, serviceSec, forkVersion } = state.head;
  const { preset } = state.context;
  const { ed25519Signature: _, contributors, ...identity } = data;
  const sum = sumOf(contributors);
  return {
    ...identity,
    contributors,
    deposit: sum < MAX_AMOUNT ? sum : MAX_AMOUNT,
    status: "joining",
    statusSince: time,
    statusHeight: height,
    registeredAt: time,
    registeredHeight: height,
    payableAt: time + preset.payableAfterSec,
    payable: false,
    indexAt: 0n,
    exitRequestedAt: 0,
    unlockAt: 0,
    creditSec: preset.initialCreditSec,
    creditAt: serviceSec,
    forkVersion,
    departed: false,
  };
}

function sumOf(contributors: readonly Contributor[]): bigint {
  return contributors.reduce((sum, { amount }) => sum + amount, 0n);
}

function reject(code: Rejection["code"], message: string): Rejection {
  return { code, message };
}
