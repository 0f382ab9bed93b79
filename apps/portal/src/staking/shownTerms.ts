import { useState } from "react";

export type ShownTerms = {
  /** What a contribution names: the terms the person has seen. */
  readonly accepted: string;
  /** The terms have changed since they were shown. */
  readonly haveChanged: boolean;
  /** The new ones have been looked at. */
  readonly accept: () => void;
};

/**
 * Holds on to the terms a person has seen: when an operator changes them while the page is open, nothing is signed under
 * the new ones before they have been agreed to. (The contract refuses the old ones: `TermsChanged`.)
 *
 * @param termsHash - of the terms on the page now
 */
export function useShownTerms(termsHash: string): ShownTerms {
  const [accepted, setAccepted] = useState(termsHash);
  return { accepted, haveChanged: accepted !== termsHash, accept: () => setAccepted(termsHash) };
}
