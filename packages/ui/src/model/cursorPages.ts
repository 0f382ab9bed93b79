/** Where a reader stands in pages by cursor: the cursors of the pages before, the open one last; null is the first. */
export type CursorPages = readonly (string | null)[];

export const firstPage: CursorPages = [null];

/** Opens the page the answer's `next` names. */
export function toNextPage(pages: CursorPages, next: string): CursorPages {
  return [...pages, next];
}

/** Back by one; stays on the first. */
export function toPreviousPage(pages: CursorPages): CursorPages {
  return pages.length > 1 ? pages.slice(0, -1) : pages;
}

/** What to ask the API for; undefined for the first page. */
export function cursorOf(pages: CursorPages): string | undefined {
  return pages.at(-1) ?? undefined;
}
