import { shortenHex, useT } from "@session/ui";
import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { titles } from "./titles.ts";

/** The page the router shows: what it is called, and the part of its address that says which one. */
function usePage() {
  const title = useRouterState({ select: ({ matches }) => matches.at(-1)?.staticData.title });
  const part = useRouterState({ select: ({ matches }) => Object.values(matches.at(-1)?.params ?? {})[0] });
  return { title, part };
}

/** Names the browser's tab after the page. */
export function useRouteTitle(): void {
  const t = useT(titles);
  const { title, part } = usePage();
  const page = title === undefined ? undefined : t(title, { part: shortenHex(String(part ?? "")) });
  useEffect(() => {
    document.title = page === undefined ? t("alone") : t("site", { page });
  }, [t, page]);
}
