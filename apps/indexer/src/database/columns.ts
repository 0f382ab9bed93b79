import { customType } from "drizzle-orm/pg-core";
import type { Hex } from "viem";

/** `bytea` in the database, lower-case 0x-hex in TypeScript. */
export const hexBytes = customType<{ data: Hex; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (hex) => Buffer.from(hex.slice(2), "hex"),
  fromDriver: (bytes) => `0x${Buffer.from(bytes).toString("hex")}`,
});

/** `bytea` in the database, bytes in TypeScript. */
export const rawBytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (bytes) => Buffer.from(bytes),
});

/** Base units of SESH (1e-9) and L2 block numbers: they fit 63 bits. `bigint` in TypeScript. */
export const int8 = customType<{ data: bigint; driverData: string }>({
  dataType: () => "bigint",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
});

/** Ledger units (1e-18 SESH, uint128). `bigint` in TypeScript. */
export const ledger = customType<{ data: bigint; driverData: string }>({
  dataType: () => "numeric(39,0)",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
});

/** Unix seconds, `bigint` in the database: four bytes end in 2038. A number in TypeScript. */
export const seconds = customType<{ data: number; driverData: string }>({
  dataType: () => "bigint",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Number(value),
});
