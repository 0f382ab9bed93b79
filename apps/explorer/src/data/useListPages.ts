import { type CursorPages, cursorOf, firstPage } from "@session/ui";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

/** Rows of one page of a list: what a reader sees without asking for more. */
export const PAGE_ROWS = 50;

/** Where a reader stands in a list, kept in the page's address, so that it can be shared. */
export function useListPages() {
  const { cursor } = useSearch({ strict: false }) as { cursor?: string };
  const navigate = useNavigate();
  const [pages, setPages] = useState<CursorPages>(cursor === undefined ? firstPage : [null, cursor]);
  // Somebody has followed a link, or changed the filter: the list begins anew.
  const known = cursorOf(pages) === cursor ? pages : cursor === undefined ? firstPage : [null, cursor];
  const change = (next: CursorPages) => {
    setPages(next);
    const search = (last: object) => ({ ...last, cursor: cursorOf(next) });
    void navigate({ to: ".", search: search as never, resetScroll: false });
  };
  return { pages: known, change, cursor, isFirst: cursor === undefined };
}
