/** JSON for stored records: bigints as `{"$n":"…"}`, bytes as `{"$x":"hex"}`, both restored on reading. */
export function toJsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, encode));
}

export function fromJsonBytes<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes), decode) as T;
}

function encode(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $n: value.toString() };
  // Buffer has a toJSON of its own that runs before the replacer sees the value.
  const original = this[key];
  return original instanceof Uint8Array ? { $x: Buffer.from(original).toString("hex") } : value;
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$n" in value && typeof value.$n === "string") return BigInt(value.$n);
  if ("$x" in value && typeof value.$x === "string") return new Uint8Array(Buffer.from(value.$x, "hex"));
  return value;
}
