import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJsonBytes, toJsonBytes } from "../../src/store/json.ts";

/** Records as they are stored: plain objects, lists, numbers, text, bigints of any size, bytes. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.bigInt(),
    fc.uint8Array(),
    fc.array(tie("value")),
    fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9]*$/), tie("value"), { noNullPrototype: true }),
  ),
}));

describe("stored JSON", () => {
  it("gives back every value, amounts above 2^53 and bytes included", () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(fromJsonBytes(toJsonBytes(original))).toEqual(original);
      }),
    );
  });

  it("gives back a Buffer as bytes", () => {
    expect(fromJsonBytes(toJsonBytes({ hash: Buffer.from([1, 2, 255]) }))).toEqual({
      hash: new Uint8Array([1, 2, 255]),
    });
  });
});
