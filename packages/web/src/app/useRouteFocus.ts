import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/**
 * Moves the focus to the heading of a page the reader went to, so that a screen reader reads it and the next Tab goes on
 * from there. The page somebody comes in by, and what only changes the search, leave the focus where it is.
 */
export function useRouteFocus(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    const isFirst = before.current === undefined;
    if (path === undefined || before.current === path) return;
    before.current = path;
    if (isFirst) return;
    const main = document.getElementById("main");
    const heading = main?.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    (heading ?? main)?.focus({ preventScroll: true });
  }, [path]);
}
