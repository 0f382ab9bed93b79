import { LEDGER_UNITS_PER_BASE_UNIT } from "@session/protocol";

const BASE_DECIMALS = 9;
const LEDGER_DECIMALS = 18;

/** Whole base units (1e-9 SESH) of ledger units (1e-18), rounded down: what a claims leaf pays. */
export function toBaseUnits(ledgerUnits: bigint): bigint {
  return ledgerUnits / LEDGER_UNITS_PER_BASE_UNIT;
}

/** A decimal number without trailing zeros, exact: `1500000000` with 9 decimals is `1.5`. */
export function toDecimal(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  const whole = digits.slice(0, -decimals);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** Base units as SESH. */
export function baseUnitsToSesh(baseUnits: bigint): string {
  return toDecimal(baseUnits, BASE_DECIMALS);
}

/** Ledger units as SESH, exactly. */
export function ledgerToSesh(ledgerUnits: bigint): string {
  return toDecimal(ledgerUnits, LEDGER_DECIMALS);
}

/** Ledger units as base units with their fraction, exactly. */
export function ledgerToBaseUnits(ledgerUnits: bigint): string {
  return toDecimal(ledgerUnits, LEDGER_DECIMALS - BASE_DECIMALS);
}
