import { useT } from "@session/ui";
import type { Explain } from "@session/web";
import { useMemo } from "react";
import { explain, explainMessages } from "./explain.ts";

/** What says any error in the reader's language: a sentence and a next step. */
export function useExplain(): Explain {
  const t = useT(explainMessages);
  return useMemo(
    () => (error) => {
      const { code, shown } = explain(error);
      return { what: t(code), next: t(`${code}.next`), code: shown };
    },
    [t],
  );
}
