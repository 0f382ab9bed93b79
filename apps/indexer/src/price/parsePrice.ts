import { PriceError } from "./errors.ts";

/** Of a whole and of a fractional part: more is a fault of the source, or somebody's joke. */
const MOST_WHOLE_DIGITS = 12;
const MOST_DECIMALS = 30;
/** Keeps `1e999999999` from being written out. */
const MOST_EXPONENT = 40;
const DECIMAL = /^(\d{1,50})(?:\.(\d{1,50}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * The number at a JSON pointer (RFC 6901) of a document, as plain decimal text: every digit as it was sent, as JSON's numbers
 * would lose some. It may be a number or a text.
 *
 * @example parsePrice('{"session":{"usd":1.10e-1}}', "/session/usd") // "0.11"
 * @throws PriceError PRICE_NOT_JSON, PRICE_MISSING, PRICE_INVALID
 */
export function parsePrice(json: string, path: string): string {
  const found = find(parseExactly(json), path);
  const price = typeof found === "string" ? toDecimal(found.trim()) : undefined;
  if (price !== undefined) return price;
  throw new PriceError({ code: "PRICE_INVALID", path }, `What stands at ${path} is no price.`);
}

// TypeScript's library doesn't know the third argument yet (ES2026, in Node since 22).
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
type ParseExactly = (json: string, reviver: Reviver) => unknown;

/** Numbers become the text they were sent as. */
function parseExactly(json: string): unknown {
  try {
    return (JSON.parse as ParseExactly)(json, (_key, value, { source }) =>
      typeof value === "number" ? source : value,
    );
  } catch (cause) {
    throw new PriceError({ code: "PRICE_NOT_JSON" }, "The source of prices answered something else than JSON.", {
      cause,
    });
  }
}

function find(document: unknown, path: string): unknown {
  let value = document;
  for (const step of path.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
      throw new PriceError({ code: "PRICE_MISSING", path }, `Nothing stands at ${path} of what the source answered.`);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Undefined for what isn't a positive number of a sane size. */
function toDecimal(text: string): string | undefined {
  const [, whole = "", fraction = "", exponentText = "0"] = DECIMAL.exec(text) ?? [];
  const exponent = Number(exponentText);
  if (whole === "" || Math.abs(exponent) > MOST_EXPONENT) return undefined;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), "0");
  const at = Math.max(1, point);
  const shownWhole = padded
    .slice(0, at)
    .padEnd(at, "0")
    .replace(/^0+(?=\d)/, "");
  const decimals = padded.slice(at).replace(/0+$/, "");
  if (shownWhole.length > MOST_WHOLE_DIGITS || decimals.length > MOST_DECIMALS) return undefined;
  if (shownWhole === "0" && decimals === "") return undefined;
  return decimals === "" ? shownWhole : `${shownWhole}.${decimals}`;
}
