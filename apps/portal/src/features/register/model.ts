import type { NodeSummary, PoolSummary, StoredRegistration, TransactionProgress } from "@session/sdk/indexer-api";
import type { StepState } from "@session/ui";
import { isSameAddress } from "../../staking/readAddress.ts";

export type CheckId = "reached" | "keys" | "operator" | "notRegistered" | "notExpired";
export type Check = { readonly id: CheckId; readonly state: "ok" | "failed" | "unknown" };

export type RegisterFacts = {
  readonly registration: StoredRegistration;
  /** Who acts; undefined without a wallet. */
  readonly account: string | undefined;
  /** What this browser found of both keys' proofs; undefined while it checks. */
  readonly areKeysProved: boolean | undefined;
  /** Nodes that have or had the key; undefined while they are asked for. */
  readonly nodes: readonly NodeSummary[] | undefined;
  readonly nowSec: number;
};

/** What must hold of a node before anything is signed for it, each with what is known. */
export function checkRegistrationFacts(facts: RegisterFacts): Check[] {
  const { registration, account, areKeysProved, nodes, nowSec } = facts;
  const of = (id: CheckId, isOk: boolean | undefined): Check => ({
    id,
    state: isOk === undefined ? "unknown" : isOk ? "ok" : "failed",
  });
  return [
    // The node's program hands its keys over only while it runs and follows the chain: that tells of then, not of now.
    of("reached", nowSec - registration.createdAt < FRESH_SEC ? true : undefined),
    of("keys", areKeysProved),
    of("operator", account === undefined ? undefined : isSameAddress(account, registration.operator)),
    of("notRegistered", nodes === undefined ? undefined : findNode(nodes, registration.ed25519Pubkey) === undefined),
    of("notExpired", registration.expiresAt > nowSec),
  ];
}
const FRESH_SEC = 86_400;

/** A node that was reached long ago may run all the same: that alone stops nothing. */
export const areAllOk = (checks: readonly Check[]): boolean =>
  checks.every(({ id, state }) => state === "ok" || (id === "reached" && state === "unknown"));

/** The node that has the key now; one that has left gives it free. */
export function findNode(nodes: readonly NodeSummary[], ed25519: string): NodeSummary | undefined {
  return nodes.find((node) => node.left === null && node.ed25519.toLowerCase() === ed25519.toLowerCase());
}

/** The pool made for the key, newest first, whose node isn't registered; all by the same operator. */
export function findPool(pools: readonly PoolSummary[], ed25519: string): PoolSummary | undefined {
  return pools
    .filter((pool) => pool.state !== "finalized" && pool.ed25519.toLowerCase() === ed25519.toLowerCase())
    .sort((one, other) => other.deployedAt - one.deployedAt)[0];
}

export const wizardSteps = ["node", "stake", "fee", "rewards", "sign"] as const;
export type WizardStep = (typeof wizardSteps)[number];
export type Mode = "alone" | "pool";

/** A node staked alone shares nothing: there is no fee to set. */
const isSkipped = (step: WizardStep, mode: Mode) => step === "fee" && mode === "alone";

export function nextStep(step: WizardStep, mode: Mode): WizardStep {
  const rest = wizardSteps.slice(wizardSteps.indexOf(step) + 1).filter((id) => !isSkipped(id, mode));
  return rest[0] ?? "sign";
}

export function previousStep(step: WizardStep, mode: Mode): WizardStep {
  const before = wizardSteps.slice(0, wizardSteps.indexOf(step)).filter((id) => !isSkipped(id, mode));
  return before.at(-1) ?? "node";
}

export function toStepStates(current: WizardStep, mode: Mode): { id: WizardStep; state: StepState }[] {
  const at = wizardSteps.indexOf(current);
  return wizardSteps.map((id, index) => ({
    id,
    state: isSkipped(id, mode) ? "skipped" : index < at ? "done" : index === at ? "running" : "waiting",
  }));
}

/** Fields a step asks for; they are checked before the next one opens. */
export function fieldsOf(step: WizardStep, mode: Mode): ("ownStake" | "fee" | "reserved" | "beneficiary")[] {
  if (step === "rewards") return ["beneficiary"];
  if (mode === "alone") return [];
  if (step === "stake") return ["ownStake", "reserved"];
  return step === "fee" ? ["fee"] : [];
}

/** The step that asks for a field. */
export function stepOf(field: PropertyKey | undefined): WizardStep {
  if (field === "fee") return "fee";
  return field === "beneficiary" ? "rewards" : "stake";
}

/** Where making a pool stands, by the chain: made, the operator's contribution inside, or its node registered. */
export type PoolSetup = "deploy" | "contribute" | "collect";

export function toPoolSetup(
  pool: { readonly state: string; readonly contributions: readonly unknown[] } | undefined,
): PoolSetup {
  if (pool === undefined) return "deploy";
  return pool.contributions.length === 0 && pool.state === "waitForOperatorContrib" ? "contribute" : "collect";
}

/**
 * Whether a transaction may still be mined, or has been and its effect isn't in the indexer's answers yet: signing again
 * would be twice.
 */
export function isUnderWay(progress: TransactionProgress | undefined): boolean {
  if (progress === undefined) return false;
  const { mined, stage } = progress;
  return mined === null ? stage !== "unknown" : mined.status === "success" && stage === "mined";
}
