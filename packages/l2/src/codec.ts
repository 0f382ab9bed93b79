/** JSON with bigints as {"$": "123"}: 64-bit numbers survive, and nothing else uses this shape. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? { $: item.toString() } : item));
}

/** The inverse of {@link encodeJson}; the caller vouches for the type, as only its own records are read back. */
export function decodeJson<T>(text: string): T {
  return JSON.parse(text, (_, item: unknown) => {
    const isBigint = typeof item === "object" && item !== null && "$" in item && typeof item.$ === "string";
    return isBigint ? BigInt(item.$ as string) : item;
  }) as T;
}

/** A block number as a key that sorts like the number: 16 hex digits. */
export const numberKey = (number: bigint): string => number.toString(16).padStart(16, "0");
