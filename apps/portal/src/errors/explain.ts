import { SdkError } from "@session/sdk";
import { BaseError, UserRejectedRequestError } from "viem";
import { apiWords, sdkWords } from "./apiErrors.ts";
import { contractErrorWords, type Words } from "./contractErrors.ts";
import { walletWords } from "./walletErrors.ts";

export type Explained = {
  /** What happened and why, in a sentence. */
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
  /** For the small print. */
  readonly code: string;
  /** Unix seconds from which it works, where the contract says so. */
  readonly from: number | null;
  /** The person said no: nothing is wrong. */
  readonly isRefusal: boolean;
};

const UNKNOWN: Words = [
  "Something failed that this portal has no words for.",
  "Try again; if it stays, please report it.",
];
const UNKNOWN_REVERT: Words = [
  "The contract refused without a reason we know.",
  "Nothing was charged. Please report it.",
];
/** Their first argument is the unix time from which the call works. */
const WITH_TIME: ReadonlySet<string> = new Set(["TooEarly", "WithdrawalTooEarly", "EnforcedPause", "ClaimCapReached"]);
const LAST_DATE_SEC = 8_640_000_000_000n;

/** Any error as a sentence and a next step; never raw bytes. */
export function explain(error: unknown): Explained {
  if (error instanceof SdkError) return explainSdk(error);
  if (error instanceof BaseError) return explainWallet(error);
  const code = codeOf(error);
  return code === undefined ? toExplained(UNKNOWN, "UNKNOWN") : explainRpcCode(code);
}

/** @returns undefined where the portal has no words for a contract's error */
export function explainContractError(name: string, args: readonly unknown[] = []): Explained | undefined {
  const words = lookUp(contractErrorWords, name);
  if (words === undefined) return undefined;
  const [first] = args;
  const from = WITH_TIME.has(name) && typeof first === "bigint" && first < LAST_DATE_SEC ? Number(first) : null;
  return { ...toExplained(words, name), from };
}

/** @returns undefined where the portal has no words for an API's code */
export function explainApiCode(code: string): Explained | undefined {
  const words = lookUp(apiWords, code);
  return words === undefined ? undefined : toExplained(words, code);
}

function explainSdk({ detail }: SdkError): Explained {
  switch (detail.code) {
    case "CONTRACT_REVERTED":
      return explainContractError(detail.name, detail.args) ?? toExplained(UNKNOWN_REVERT, "CONTRACT_REVERTED");
    case "API_PROBLEM":
      return explainApiCode(detail.apiCode) ?? toExplained(UNKNOWN, detail.apiCode);
    default:
      return toExplained(sdkWords[detail.code], detail.code);
  }
}

function explainWallet(error: BaseError): Explained {
  const rejected = error.walk((cause) => cause instanceof UserRejectedRequestError || codeOf(cause) === 4001);
  if (rejected !== null) return explainRpcCode(4001);
  const named = error.walk((cause) => cause instanceof Error && lookUp(walletWords, cause.name) !== undefined);
  const words = named instanceof Error ? lookUp(walletWords, named.name) : undefined;
  if (words !== undefined && named instanceof Error) return toExplained(words, named.name);
  const coded = error.walk((cause) => codeOf(cause) !== undefined);
  const code = codeOf(coded);
  return code === undefined ? toExplained(UNKNOWN, error.name) : explainRpcCode(code);
}

/** Codes of EIP-1193 and EIP-1474. */
function explainRpcCode(code: number): Explained {
  const words = lookUp(walletWords, String(code)) ?? UNKNOWN;
  return { ...toExplained(words, `WALLET_${code}`), isRefusal: code === 4001 };
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "number" ? error.code : undefined;
}

function lookUp(table: Readonly<Record<string, Words>>, key: string): Words | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function toExplained([what, next]: Words, code: string): Explained {
  return { what, next, code, from: null, isRefusal: false };
}
