/** Accents and brackets, a third longer, left to right; and the same right to left. Both are made from English. */
export const pseudoLocales = ["en-XA", "ar-XB"] as const;

const RTL_LANGUAGES = new Set(["ar", "fa", "he", "iw", "ps", "ur", "yi", "dv", "ug", "ckb", "sd"]);

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
const accents = new Map([...PLAIN].map((letter, index) => [letter, [...ACCENTED][index] ?? letter]));

export function isPseudoLocale(locale: string): boolean {
  return pseudoLocales.some((name) => name === locale);
}

/** Writing direction of a language by its BCP 47 tag. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return RTL_LANGUAGES.has(locale.split("-")[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";
}

/** The end of the argument, tag or quoted part that starts at `from`; text alone gets accents. */
function endOfSyntax(message: string, from: number): number {
  if (message[from] === "<") return message.indexOf(">", from) + 1 || message.length;
  let depth = 0;
  for (let at = from; at < message.length; at++) {
    if (message[at] === "{") depth++;
    if (message[at] === "}" && --depth === 0) return at + 1;
  }
  return message.length;
}

/** Plural and select arguments hold messages themselves: those between the inner braces get accents too. */
function accentArgument(argument: string): string {
  const inner = /^\{\s*[\w.]+\s*,\s*(?:plural|select|selectordinal)\s*,/.exec(argument);
  if (inner === null) return argument;
  let out = inner[0];
  for (let at = inner[0].length; at < argument.length - 1; ) {
    if (argument[at] !== "{") out += argument[at++];
    else {
      const end = endOfSyntax(argument, at);
      out += `{${accent(argument.slice(at + 1, end - 1))}}`;
      at = end;
    }
  }
  return `${out}}`;
}

function accent(message: string): string {
  let out = "";
  for (let at = 0; at < message.length; ) {
    const sign = message[at] ?? "";
    if (sign !== "{" && sign !== "<") {
      out += accents.get(sign) ?? sign;
      at++;
      continue;
    }
    const end = endOfSyntax(message, at);
    out += sign === "{" ? accentArgument(message.slice(at, end)) : message.slice(at, end);
    at = end;
  }
  return out;
}

/**
 * Makes a message that shows what is hard-coded (no accents), cut (no closing bracket) or too narrow (a third longer).
 * Arguments and tags stay as they are.
 */
export function toPseudo(message: string): string {
  // In words of a usual length: a line that can't be broken would overflow where no language does.
  const padding = "~".repeat(Math.ceil(message.length / 3)).replace(/~{6}(?=~)/g, "$& ");
  return `[${accent(message)} ${padding}]`;
}
