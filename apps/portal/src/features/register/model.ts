import type { NodeSummary, ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";

export type CheckId = "wallet" | "operator" | "notRegistered" | "notPaused" | "notExpired" | "sesh" | "eth";
export type Check = { readonly id: CheckId; readonly state: "ok" | "failed" | "unknown" };

export type RegisterFacts = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  /** Connected account; undefined without a wallet. */
  readonly account: string | undefined;
  /** Base units; undefined while it isn't known. */
  readonly seshBalance: bigint | undefined;
  /** Wei. */
  readonly ethBalance: bigint | undefined;
  /** Nodes the operator has or had. */
  readonly nodes: readonly NodeSummary[];
  readonly nowSec: number;
};

/** What must hold before a registration is signed, each with what is known of it. */
export function checkRegistrationFacts(facts: RegisterFacts): Check[] {
  const { registration, params, account, seshBalance, ethBalance, nodes, nowSec } = facts;
  const isThere = nodes.some(
    ({ ed25519, left }) => left === null && ed25519.toLowerCase() === registration.ed25519Pubkey.toLowerCase(),
  );
  const of = (id: CheckId, isOk: boolean | undefined): Check => ({
    id,
    state: isOk === undefined ? "unknown" : isOk ? "ok" : "failed",
  });
  return [
    of("wallet", account !== undefined),
    of("operator", account === undefined ? undefined : isSame(account, registration.operator)),
    of("notRegistered", !isThere),
    of("notExpired", registration.expiresAt > nowSec),
    of("notPaused", !params.pause.isPaused),
    of("sesh", seshBalance === undefined ? undefined : seshBalance >= BigInt(params.staking.requirement)),
    of("eth", ethBalance === undefined ? undefined : ethBalance > 0n),
  ];
}

/** Addresses in any case (must-not-repeat 4.7). */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export const areAllOk = (checks: readonly Check[]): boolean => checks.every(({ state }) => state === "ok");
