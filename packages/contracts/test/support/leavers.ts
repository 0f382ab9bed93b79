import type { Address } from "viem";
import { REQUIREMENT } from "./network.ts";

/** Seconds. */
export const DAY = 86_400n;
export const [operator, half, small] = [
  "0x0000000000000000000000000000000000000a01",
  "0x0000000000000000000000000000000000000a02",
  "0x0000000000000000000000000000000000000a03",
] as [Address, Address, Address];
/** Receives rewards; a stake returns to its staker all the same. */
export const beneficiary: Address = "0x0000000000000000000000000000000000000b01";
export const HALF = REQUIREMENT / 2n;
export const QUARTER = REQUIREMENT / 4n;
export const SMALL = QUARTER - 1n;
export const STATE = { none: 0, active: 1, exited: 2, locked: 3, withdrawn: 4 } as const;
/** 3 : 17 : 9980. */
export const TO_LIQUIDATOR = (REQUIREMENT * 3n) / 10_000n;
export const TO_POOL = (REQUIREMENT * 17n) / 10_000n;
