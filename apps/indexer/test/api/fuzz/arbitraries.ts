import fc from "fast-check";

/** As much of JSON Schema as the API's document uses. */
export type JsonSchema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
};

/** Values a schema allows, its boundaries often. */
export function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(valid));
  if (schema.allOf !== undefined) return valid(Object.assign({}, ...schema.allOf));
  if (schema.type === "integer" || schema.type === "number") return validNumber(schema);
  if (schema.type === "string") return validString(schema);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "array") return fc.array(valid(schema.items ?? {}), { maxLength: 4 });
  if (schema.type === "object") return validObject(schema);
  return fc.jsonValue();
}

function validNumber({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema): fc.Arbitrary<number> {
  const nearby = Math.min(maximum, minimum + 300);
  return fc.oneof(
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: minimum, max: nearby }),
    fc.integer({ min: minimum, max: maximum }),
  );
}

function validString({ pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern === undefined) return fc.string({ minLength, maxLength, unit: "grapheme" });
  return fc.stringMatching(new RegExp(pattern));
}

function validObject({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<object> {
  const entries = Object.entries(properties).map(([name, schema]) => [name, valid(schema)] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: [...required], noNullPrototype: true });
}

const NASTY = [
  ...["", " ", "latest", "~", "%", "%00", "/", "\\", "\u0000", "\u202e", "\ud83d\ude00", "a\r\nb: c", "\u007f"],
  ...["../../etc/passwd", "..%2f..%2fetc", "__proto__", "constructor", "toString", "[]", "[object Object]", "{}"],
  ...["null", "undefined", "NaN", "Infinity", "true", "0x", "0x0", "-0", "-1", "+1", "01", "1e1", "1.5", "0x10"],
  ...["2147483647", "2147483648", "9007199254740993", "9223372036854775808", "9".repeat(40), "1".repeat(250)],
  ...["' or 1=1 --", "'; drop table cursors; --", "$1", "%s", "WyJhIl0", "WyI5OTk5OTk5OTk5OTkiLCIxIl0"],
] as const;

/** Text no parameter asks for. */
export const garbage: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.stringMatching(/^0x[0-9a-fA-F]{0,130}$/),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
);

/** Bodies nobody asks for: what isn't JSON, what isn't an object, and what is nested or named badly. */
export const garbageBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("", "{", "null", "[]", "1", '"x"', '{"__proto__":{"a":1}}', "[".repeat(5_000), "\u0000", "{}{}"),
  fc.constant(`{"a":"${"x".repeat(70_000)}"}`),
  fc.json({ maxDepth: 4 }),
  garbage,
);
