import { defineMessages, type Messages, type Translate, translator } from "@session/ui";
import { apiWords, sdkWords } from "./apiErrors.ts";
import { contractErrorWords, type Words } from "./contractErrors.ts";
import { contractErrorFigures } from "./contractFigures.ts";
import { toMessages } from "./toMessages.ts";
import { walletWords } from "./walletErrors.ts";

const fallbacks = {
  UNKNOWN: ["Something failed that this portal has no words for.", "Try again; if it stays, please report it."],
  PORTAL_OUTDATED: ["A part of this page couldn't be loaded: there may be a newer portal by now.", "Reload the page."],
  UNKNOWN_REVERT: ["The contract refused without a reason we know.", "Nothing was charged. Please report it."],
} as const satisfies Readonly<Record<string, Words>>;

const figureWords = Object.fromEntries(
  Object.entries(contractErrorFigures).map(([name, { words }]) => [name, words]),
) as { readonly [Name in keyof typeof contractErrorFigures]: Words };

/** Tables of errors by whom they come from. */
export const tables = {
  contract: contractErrorWords,
  figures: figureWords,
  api: apiWords,
  sdk: sdkWords,
  wallet: walletWords,
  fallback: fallbacks,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Words>>>>;
export type TableName = keyof typeof tables;

/** The catalogues of those tables. */
export const errorMessages = {
  contract: defineMessages("portal.errors.contract", toMessages(tables.contract)),
  figures: defineMessages("portal.errors.figures", toMessages(tables.figures)),
  api: defineMessages("portal.errors.api", toMessages(tables.api)),
  sdk: defineMessages("portal.errors.sdk", toMessages(tables.sdk)),
  wallet: defineMessages("portal.errors.wallet", toMessages(tables.wallet)),
  fallback: defineMessages("portal.errors.fallback", toMessages(tables.fallback)),
} as const;

/** Says the words of a table in a language. */
export type Teller = {
  /** BCP 47, for amounts and dates. */
  readonly locale: string;
  readonly translate: Readonly<Record<TableName, Translate<Messages>>>;
};

const inEnglish = (name: TableName): Translate<Messages> => translator(errorMessages[name].messages, undefined, "en");

export const englishTeller: Teller = {
  locale: "en",
  translate: {
    contract: inEnglish("contract"),
    figures: inEnglish("figures"),
    api: inEnglish("api"),
    sdk: inEnglish("sdk"),
    wallet: inEnglish("wallet"),
    fallback: inEnglish("fallback"),
  },
};

export function hasWords(table: TableName, key: string): boolean {
  return Object.hasOwn(tables[table], key);
}
