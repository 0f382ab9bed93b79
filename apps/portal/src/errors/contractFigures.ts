import { formatAmount, formatBps } from "@session/ui";
import type { ContractErrorName, Words } from "./contractErrors.ts";

/** How an argument of an error is told; `unsaid` ones are addresses and the like, which help nobody in a sentence. */
type Kind = "sesh" | "bps" | "count" | "node" | "time" | "unsaid";
type Figures = {
  /** The error's arguments in the order of the ABI; messages call them by these names. */
  readonly args: Readonly<Record<string, Kind>>;
  readonly words: Words;
};

const POOL_PRICE = "Contributors can withdraw; the operator can reset the pool";

/** Errors told with what the contract says of them; without it, or where it is of another form, the plain words do. */
export const contractErrorFigures = {
  BlsKeyInUse: {
    args: { id: "node" },
    words: ["Node {id} has this BLS key already.", "Look for it under My stakes."],
  },
  ContributionAboveMaximum: {
    args: { amount: "sesh", maximum: "sesh" },
    words: ["The pool takes {maximum} SESH more at most, not {amount}.", "Enter {maximum} SESH or less."],
  },
  ContributionBelowMinimum: {
    args: { amount: "sesh", minimum: "sesh" },
    words: ["The pool takes {minimum} SESH at least, not {amount}.", "Enter {minimum} SESH or more."],
  },
  ContributionsInside: {
    args: { contributed: "sesh" },
    words: ["{contributed} SESH are in the pool already.", "The terms can change only while the pool is empty."],
  },
  ERC20InsufficientAllowance: {
    args: { spender: "unsaid", allowance: "sesh", needed: "sesh" },
    words: [
      "The contract may take {allowance} SESH of yours, and this needs {needed}.",
      "Try again and sign the approval.",
    ],
  },
  ERC20InsufficientBalance: {
    args: { sender: "unsaid", balance: "sesh", needed: "sesh" },
    words: ["The account holds {balance} SESH, and this needs {needed}.", "Get more SESH, or choose a smaller amount."],
  },
  ERC2612ExpiredSignature: {
    args: { deadline: "time" },
    words: ["The signed permission ran out on {deadline}.", "Try again and sign within the hour."],
  },
  ExitNotRequested: {
    args: { id: "node" },
    words: ["Nobody has asked for the exit of node {id}.", "Request the exit first."],
  },
  FeeTooHigh: {
    args: { actual: "bps", maximum: "bps" },
    words: ["A fee of {actual} is above the highest allowed, {maximum}.", "Choose a lower fee."],
  },
  InsufficientRewardFunds: {
    args: { available: "sesh", needed: "sesh" },
    words: [
      "The reward pool can pay {available} SESH now, and this needs {needed}.",
      "Claim a smaller part, or try again later.",
    ],
  },
  MaxContributorsChanged: {
    args: { ofPool: "count", current: "count" },
    words: [
      "A node may now have {current} contributors; this pool began with {ofPool}.",
      `${POOL_PRICE} to the new limit.`,
    ],
  },
  NodeNotActive: {
    args: { id: "node" },
    words: ["Node {id} has left, or was never there.", "Look at the node's page for its state."],
  },
  NotFull: {
    args: { contributed: "sesh", required: "sesh" },
    words: ["The pool holds {contributed} of {required} SESH.", "Wait for the remaining contributions."],
  },
  NotLocked: {
    args: { id: "node" },
    words: ["No stake of node {id} is locked.", "Look at the node's page: it may be paid out already."],
  },
  NothingToClaim: {
    args: { lifetimeRewards: "sesh", claimed: "sesh" },
    words: ["All {claimed} SESH earned up to the newest checkpoint are claimed.", "Wait for the next checkpoint."],
  },
  OperatorReservationTooLow: {
    args: { actual: "sesh", minimum: "sesh" },
    words: ["An operator brings {minimum} SESH at least, not {actual}.", "Raise your share to {minimum} SESH."],
  },
  OperatorStakeTooLow: {
    args: { actual: "sesh", minimum: "sesh" },
    words: ["An operator brings {minimum} SESH at least, not {actual}.", "Raise your share to {minimum} SESH."],
  },
  ReservationsAboveRequirement: {
    args: { actual: "sesh", maximum: "sesh" },
    words: ["The reservations add up to {actual} SESH; a node needs {maximum}.", "Lower one of them."],
  },
  StakeAboveLimit: {
    args: { requirement: "sesh", limit: "sesh" },
    words: [
      "A node costs {requirement} SESH, more than the {limit} you agreed to.",
      "Look at the requirement, and confirm it again.",
    ],
  },
  StakingRequirementChanged: {
    args: { ofPool: "sesh", current: "sesh" },
    words: ["A node costs {current} SESH now; this pool began at {ofPool}.", `${POOL_PRICE} to the new price.`],
  },
  TooManyContributors: {
    args: { actual: "count", maximum: "count" },
    words: ["{actual} contributors are more than a node can have: {maximum}.", "Remove some."],
  },
  TooManyReservations: {
    args: { actual: "count", maximum: "count" },
    words: ["{actual} reservations are more than a node can have: {maximum}.", "Remove some."],
  },
  WrongStake: {
    args: { actual: "sesh", required: "sesh" },
    words: ["A node costs {required} SESH, and {actual} were offered.", "Reload the page for the current requirement."],
  },
} as const satisfies Readonly<Partial<Record<ContractErrorName, Figures>>>;

export type FiguredError = keyof typeof contractErrorFigures;

const LAST_DATE_SEC = 8_640_000_000_000n;

/**
 * What a message of `contractErrorFigures` takes.
 * @returns undefined where the arguments aren't those of the table
 */
export function toFigures(
  name: FiguredError,
  args: readonly unknown[],
  locale: string,
): Readonly<Record<string, string>> | undefined {
  const kinds = Object.entries<Kind>(contractErrorFigures[name].args);
  const told = kinds.map(([key, kind], index) => [key, tell(args[index], kind, locale)] as const);
  if (args.length !== kinds.length || told.some(([, text]) => text === undefined)) return undefined;
  return Object.fromEntries(told.map(([key, text]) => [key, text ?? ""]));
}

function tell(value: unknown, kind: Kind, locale: string): string | undefined {
  if (kind === "unsaid") return "";
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) return undefined;
  const whole = BigInt(value as bigint | number);
  if (kind === "sesh") return formatAmount(whole, { locale }).full;
  if (kind === "bps") return formatBps(whole, locale);
  if (kind === "node") return whole.toString();
  if (kind === "count") return new Intl.NumberFormat(locale).format(whole);
  if (whole >= LAST_DATE_SEC) return undefined;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return format.format(Number(whole) * 1_000);
}
