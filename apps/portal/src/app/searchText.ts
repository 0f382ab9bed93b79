import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";

/**
 * Plain texts in the page's address, as people write and share them: read as JSON, a long amount would lose its last digits,
 * and written as JSON, `5` would stand in quotes. Only a list is JSON.
 */
export const parseSearch = parseSearchWith(parseList);
export const stringifySearch = stringifySearchWith(JSON.stringify, parseList);

/**
 * Reads quoted texts, too: addresses of before have them, and what looks like a list or a quoted text is written so.
 *
 * @throws for what stands for itself
 */
function parseList(text: string): unknown {
  if (!/^["[]/.test(text)) throw new SyntaxError("a plain text");
  return JSON.parse(text);
}
