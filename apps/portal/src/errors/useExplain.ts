import { useLocale, useT } from "@session/ui";
import { useMemo } from "react";
import { type Explained, explain } from "./explain.ts";
import { errorMessages, type Teller } from "./teller.ts";

/** What says any error in the reader's language: a sentence and a next step. */
export function useExplain(): (error: unknown) => Explained {
  const { locale } = useLocale();
  const contract = useT(errorMessages.contract);
  const figures = useT(errorMessages.figures);
  const api = useT(errorMessages.api);
  const sdk = useT(errorMessages.sdk);
  const wallet = useT(errorMessages.wallet);
  const fallback = useT(errorMessages.fallback);
  return useMemo(() => {
    const teller = { locale, translate: { contract, figures, api, sdk, wallet, fallback } } as Teller;
    return (error) => explain(error, teller);
  }, [locale, contract, figures, api, sdk, wallet, fallback]);
}
