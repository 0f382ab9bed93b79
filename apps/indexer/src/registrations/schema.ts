import { index, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../database/columns.ts";

/** Registrations nodes have prepared for their operators; verified, and dropped when they expire. Not derived. */
export const preparedRegistrations = pgTable(
  "prepared_registrations",
  {
    operator: hexBytes("operator").notNull(),
    ed25519: hexBytes("ed25519").notNull(),
    /** 128 B, EIP-2537. */
    bls: hexBytes("bls").notNull(),
    /** 256 B, EIP-2537. */
    proofOfPossession: hexBytes("proof_of_possession").notNull(),
    /** 64 B. */
    ed25519Signature: hexBytes("ed25519_signature").notNull(),
    /** Unix seconds. */
    createdAt: int8("created_at").notNull(),
    expiresAt: int8("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.ed25519] }),
    index("prepared_registrations_expiry").on(table.expiresAt),
  ],
);
