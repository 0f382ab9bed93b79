import { z } from "zod";
import { preparedRegistrationSchema } from "../registration.ts";
import { address, addressParameter, amount, hex, hex32, hex32Parameter, integerParameter, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** A registration as its node posted it, with when it was posted and when it is dropped. */
export const storedRegistration = z.object({
  chainId: amount,
  contract: address,
  operator: address,
  /** 128 B, EIP-2537. */
  blsPubkey: hex,
  /** 256 B, EIP-2537. */
  proofOfPossession: hex,
  ed25519Pubkey: hex32,
  ed25519Signature: hex,
  createdAt: seconds,
  expiresAt: seconds,
});
export type StoredRegistration = z.infer<typeof storedRegistration>;

/** Newest first; an operator or key has at most a few hundred, so there are no pages. */
export const storedRegistrations = z.object({ items: z.array(storedRegistration) });

const signature = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){1,4096}$/, "a signature: 0x and hex") as unknown as z.ZodType<`0x${string}`>;

export const registrationRoutes = {
  postRegistration: defineRoute({
    method: "POST",
    path: "/v1/registrations",
    summary: "Stores a registration a node has prepared for its operator; verified first. Posting again renews it.",
    body: preparedRegistrationSchema,
    response: storedRegistration,
    status: 201,
    requestsPerMinute: 30,
    problems: [
      "WRONG_CHAIN",
      "WRONG_CONTRACT",
      "BLS_KEY_INVALID",
      "ED25519_SIGNATURE_INVALID",
      "PROOF_OF_POSSESSION_INVALID",
      "ALREADY_REGISTERED",
      "KEY_IN_POOL",
      "TOO_MANY_REGISTRATIONS",
      "QUOTA_EXCEEDED",
    ],
  }),
  listRegistrations: defineRoute({
    method: "GET",
    path: "/v1/registrations",
    summary: "Prepared registrations of an operator that haven't expired, newest first.",
    query: z.object({ operator: addressParameter }),
    response: storedRegistrations,
  }),
  getRegistration: defineRoute({
    method: "GET",
    path: "/v1/registrations/:ed25519",
    summary: "Prepared registrations of a node's ed25519 key, one per operator it was prepared for, newest first.",
    params: z.object({ ed25519: hex32Parameter }),
    response: storedRegistrations,
    problems: ["NOT_FOUND"],
  }),
  deleteRegistration: defineRoute({
    method: "DELETE",
    path: "/v1/registrations/:ed25519",
    summary: "Deletes a prepared registration; the operator signs for it (EIP-712 `DeleteRegistration`, EIP-1271 too).",
    params: z.object({ ed25519: hex32Parameter }),
    body: z.object({
      operator: addressParameter,
      /** Unix seconds until which the signature is good; at most an hour ahead. */
      deadline: integerParameter(0, 2 ** 40),
      signature,
    }),
    status: 204,
    requestsPerMinute: 30,
    problems: ["NOT_FOUND", "DEADLINE_INVALID", "SIGNATURE_INVALID", "PROVIDER_DOWN"],
  }),
};
