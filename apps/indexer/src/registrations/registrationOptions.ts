import type { Database } from "../database/database.ts";
import { RegistrationStore } from "./registrationStore.ts";

export type RegistrationOptions = {
  /** How long a registration is kept after it was posted last; 14 days without it. */
  readonly validSec?: number;
  /** 200 without it. */
  readonly perOperator?: number;
  /** Registrations a client may post in a day; 200 without it. */
  readonly perClientDay?: number;
};

const VALID_SEC = 14 * 86_400;
const PER_OPERATOR = 200;
export const PER_CLIENT_DAY = 200;

export function registrationStore(database: Database, options: RegistrationOptions = {}): RegistrationStore {
  const { validSec = VALID_SEC, perOperator = PER_OPERATOR } = options;
  return new RegistrationStore(database, { validSec, perOperator });
}
