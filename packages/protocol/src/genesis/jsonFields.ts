import { hexToBytes } from "@noble/hashes/utils.js";
import { GenesisError } from "./errors.ts";

/** Reads one JSON value found at `path`, or throws a {@link GenesisError} that names the path. */
export type FieldReader<T> = (value: unknown, path: string) => T;
type Readers = Readonly<Record<string, FieldReader<unknown>>>;

export function readObject<R extends Readers>(
  json: unknown,
  path: string,
  readers: R,
): { [K in keyof R]: ReturnType<R[K]> } {
  if (json === null || typeof json !== "object" || Array.isArray(json)) throw invalid(path, "an object");
  const fields = json as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((key) => !Object.hasOwn(readers, key));
  if (unknown !== undefined) throw new GenesisError({ code: "GENESIS_UNKNOWN_FIELD", path: join(path, unknown) });
  const entries = Object.entries(readers).map(([key, read]) => {
    const at = join(path, key);
    if (!Object.hasOwn(fields, key)) throw new GenesisError({ code: "GENESIS_MISSING_FIELD", path: at });
    return [key, read(fields[key], at)] as const;
  });
  return Object.fromEntries(entries) as { [K in keyof R]: ReturnType<R[K]> };
}

export function readArray<T>(read: FieldReader<T>): FieldReader<T[]> {
  return (json, path) => {
    if (!Array.isArray(json)) throw invalid(path, "an array");
    return json.map((item: unknown, index) => read(item, `${path}[${index}]`));
  };
}

export function readBytes(sizeBytes: number): FieldReader<Uint8Array> {
  return (json, path) => {
    if (typeof json !== "string" || !/^0x[0-9a-fA-F]*$/.test(json) || json.length !== 2 + 2 * sizeBytes)
      throw invalid(path, `0x and ${2 * sizeBytes} hex digits`);
    return hexToBytes(json.slice(2));
  };
}

/** A decimal string: JSON numbers lose digits above 2^53. */
export function readAmount(json: unknown, path: string): bigint {
  if (typeof json !== "string" || !/^(0|[1-9][0-9]{0,77})$/.test(json)) throw invalid(path, "a decimal string");
  return BigInt(json);
}

export function readInteger(json: unknown, path: string): number {
  if (typeof json !== "number" || !Number.isSafeInteger(json) || json < 0) throw invalid(path, "a whole number");
  return json;
}

function invalid(path: string, expected: string): GenesisError {
  return new GenesisError(
    { code: "GENESIS_INVALID_FIELD", path, expected },
    `${path || "the file"} must be ${expected}`,
  );
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
