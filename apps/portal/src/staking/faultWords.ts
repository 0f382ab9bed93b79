import { defineMessages, formatAmount, formatBps, SESH_DECIMALS, useLocale, useT } from "@session/ui";
import type { BeneficiaryFault } from "./readBeneficiary.ts";
import type { TermsFault, TermsRules } from "./terms.ts";

const messages = defineMessages("portal.termsFaults", {
  ADDRESS_EMPTY: "Enter an address, or remove this place.",
  ADDRESS_INVALID: "This isn't an address: 0x and 40 digits of hex.",
  ADDRESS_CHECKSUM: "A letter of this address is wrong: its checksum doesn't match. Copy it again.",
  ADDRESS_ZERO: "This is the zero address: nobody could use it.",
  AMOUNT_EMPTY: "Enter a figure.",
  AMOUNT_SIGNED: "Enter it without a sign.",
  AMOUNT_NOT_A_NUMBER: "This isn't a number.",
  AMOUNT_AMBIGUOUS: "This can be read in two ways. Write it without separators of thousands.",
  AMOUNT_TOO_PRECISE: "{kind, select, fee {At most 2 decimals.} other {At most {decimals} decimals.}}",
  AMOUNT_TOO_LARGE: "This number is too large.",
  AMOUNT_BELOW_MIN: "At least {least} SESH: an operator stakes its part of the node.",
  AMOUNT_ABOVE_MAX: "More than the node takes beside the places kept.",
  RESERVATION_OWN: "This is your own account: your stake is entered above.",
  RESERVATION_REPEATED: "This address has a place already.",
  RESERVATION_NOTHING: "Keep at least something for it.",
  RESERVATIONS_TOO_MANY: "A node has at most {most, number} contributors, you included.",
  RESERVATIONS_TOO_HIGH: "Kept places and your least stake come to more than {requirement} SESH.",
  FEE_TOO_HIGH: "At most {fee}.",
  BENEFICIARY_REFUSED: "This contract can't pass rewards on. Choose an account of yours.",
});

/** A form's codes in words. */
export function useTermsFaultWords(rules: TermsRules) {
  const t = useT(messages);
  const { locale } = useLocale();
  const write = (units: bigint) => formatAmount(units, { locale }).full;
  return (fault: string | undefined, kind: "fee" | "amount" = "amount"): string | undefined =>
    fault === undefined || !Object.hasOwn(messages.messages, fault)
      ? undefined
      : t(fault as TermsFault, {
          kind,
          decimals: SESH_DECIMALS,
          least: write(rules.operatorMinimum),
          requirement: write(rules.requirement),
          most: rules.maxContributors,
          fee: formatBps(rules.maxFeeBps, locale),
        });
}

/** What is wrong with a receiver of rewards, in words. */
export function useBeneficiaryFaultWords() {
  const t = useT(messages);
  return (fault: BeneficiaryFault | undefined) => (fault === undefined ? undefined : t(fault));
}

/** For amount fields: they find words for figures themselves, and with the reader's own example; the rest is the form's. */
export function amountError(
  fault: string | undefined,
  text: string,
  words: (fault: string) => string | undefined,
): { error?: string | undefined; showErrors?: boolean } {
  if (fault === undefined) return {};
  const isOwn = text.trim() !== "" && fault.startsWith("AMOUNT_");
  return isOwn ? { showErrors: true } : { error: words(fault) };
}
