import { SdkError } from "@session/sdk";
import { type FiguredError, toFigures } from "./contractFigures.ts";
import { englishTeller, hasWords, type TableName, type Teller } from "./teller.ts";

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

/** Where the words of an error stand, before they are said in a language. */
type Verdict = {
  readonly table: TableName;
  readonly key: string;
  readonly code: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly from?: number | null;
};

/** Their first argument is the unix time from which the call works. */
const WITH_TIME: ReadonlySet<string> = new Set([
  "TooEarly",
  "WithdrawalTooEarly",
  "EnforcedPause",
  "ClaimCapReached",
  "PauseTooSoon",
]);
const LAST_DATE_SEC = 8_640_000_000_000n;
/** Of EIP-1193, and of EIP-5792 where it is the wallet's upgrade that the person doesn't want. */
const REFUSALS: ReadonlySet<string> = new Set(["WALLET_4001", "WALLET_5750"]);

/**
 * Any error as a sentence and a next step; never raw bytes. In a component use `useExplain`, which speaks the reader's
 * language.
 */
export function explain(error: unknown, teller: Teller = englishTeller): Explained {
  return say(judge(error, teller.locale), teller);
}

/** @returns undefined where the portal has no words for a contract's error */
export function explainContractError(
  name: string,
  args: readonly unknown[] = [],
  teller: Teller = englishTeller,
): Explained | undefined {
  const verdict = judgeRevert(name, args, teller.locale);
  return verdict === undefined ? undefined : say(verdict, teller);
}

/** @returns undefined where the portal has no words for an API's code */
export function explainApiCode(code: string, teller: Teller = englishTeller): Explained | undefined {
  return hasWords("api", code) ? say({ table: "api", key: code, code }, teller) : undefined;
}

function judge(error: unknown, locale: string): Verdict {
  // The cause of a cause …: viem, wagmi and React wrap what wallets and RPCs say.
  const causes = causesOf(error);
  for (const cause of causes) if (cause instanceof SdkError) return judgeSdk(cause, locale);
  if (causes.some((cause) => codeOf(cause) === 4001)) return judgeRpcCode(4001);
  const revert = causes.map(revertOf).find((found) => found !== undefined);
  const named = revert === undefined ? undefined : judgeRevert(revert.errorName, revert.args, locale);
  if (named !== undefined) return named;
  for (const cause of causes)
    if (cause instanceof Error && hasWords("wallet", cause.name))
      return { table: "wallet", key: cause.name, code: cause.name };
  const code = causes.map(codeOf).find((found) => found !== undefined);
  if (code !== undefined) return judgeRpcCode(code);
  const key = causes.some(isMissingPart) ? "PORTAL_OUTDATED" : "UNKNOWN";
  return { table: "fallback", key, code: key };
}

function judgeSdk({ detail }: SdkError, locale: string): Verdict {
  switch (detail.code) {
    case "CONTRACT_REVERTED":
      return (
        judgeRevert(detail.name, detail.args, locale) ?? {
          table: "fallback",
          key: "UNKNOWN_REVERT",
          code: "CONTRACT_REVERTED",
        }
      );
    case "API_PROBLEM": {
      const { apiCode: code } = detail;
      return hasWords("api", code) ? { table: "api", key: code, code } : { table: "fallback", key: "UNKNOWN", code };
    }
    default:
      return { table: "sdk", key: detail.code, code: detail.code };
  }
}

function judgeRevert(name: string, args: readonly unknown[], locale: string): Verdict | undefined {
  if (!hasWords("contract", name)) return undefined;
  const [first] = args;
  const from = WITH_TIME.has(name) && typeof first === "bigint" && first < LAST_DATE_SEC ? Number(first) : null;
  const values = hasWords("figures", name) ? toFigures(name as FiguredError, args, locale) : undefined;
  return values === undefined
    ? { table: "contract", key: name, code: name, from }
    : { table: "figures", key: name, code: name, from, values };
}

/** Codes of EIP-1193, EIP-1474 and EIP-5792. */
function judgeRpcCode(rpcCode: number): Verdict {
  const code = `WALLET_${rpcCode}`;
  return hasWords("wallet", String(rpcCode))
    ? { table: "wallet", key: String(rpcCode), code }
    : { table: "fallback", key: "UNKNOWN", code };
}

function say({ table, key, code, values, from = null }: Verdict, { translate }: Teller): Explained {
  const t = translate[table];
  return { what: t(`${key}.what`, values), next: t(`${key}.next`, values), code, from, isRefusal: REFUSALS.has(code) };
}

/** The error and its causes, outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && cause !== null && !causes.includes(cause); ) {
    causes.push(cause);
    cause = typeof cause === "object" && "cause" in cause ? cause.cause : undefined;
  }
  return causes;
}

/** A file of a portal that has been replaced by a newer one since the page was opened. */
function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message);
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "number" ? error.code : undefined;
}

/** The custom error of a contract, where viem has decoded one. */
function revertOf(error: unknown): { readonly errorName: string; readonly args: readonly unknown[] } | undefined {
  if (typeof error !== "object" || error === null || !("data" in error)) return undefined;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("errorName" in data)) return undefined;
  const args = "args" in data && Array.isArray(data.args) ? data.args : [];
  return { errorName: String(data.errorName), args };
}
