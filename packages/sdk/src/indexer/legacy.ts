import { z } from "zod";
import { address, addressParameter, amount, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

// Read routes of the staking backend of the present network, for what reads it today. Deprecated: `/v1` has all of it.
// Amounts are decimal strings, keys hex without 0x, as there; heights are the appchain's.

const key = z.string().regex(/^[0-9a-f]+$/);

export const legacyNetwork = z.object({
  nettype: z.string(),
  block_height: z.number().int(),
  block_timestamp: seconds,
  block_top_hash: z.string(),
  l2_height: z.number().int(),
  l2_height_timestamp: seconds,
  staking_requirement: amount,
  min_operator_contribution: amount,
  max_stakers: z.number().int(),
  node_count: z.number().int(),
  active_node_count: z.number().int(),
  total_staked: amount,
  version: z.string(),
});

const answer = { network: legacyNetwork, /** Unix seconds of the answer. */ t: seconds };

export const legacyNode = z.object({
  contract_id: z.number().int(),
  service_node_pubkey: key,
  pubkey_ed25519: key,
  pubkey_bls: key,
  operator_address: address,
  /** Basis points. */
  operator_fee: z.number().int(),
  active: z.boolean(),
  funded: z.boolean(),
  payable: z.boolean(),
  is_removable: z.boolean(),
  is_liquidatable: z.boolean(),
  registration_height: z.number().int().nullable(),
  state_height: z.number().int().nullable(),
  requested_unlock_height: z.number().int(),
  exit_type: z.string().nullable(),
  staking_requirement: amount,
  total_contributed: amount,
  contributors: z.array(z.object({ address, beneficiary: address, amount })),
});

export const legacyContract = z.object({
  address,
  operator_address: address,
  fee: z.number().int(),
  manual_finalize: z.boolean(),
  pubkey_bls: key,
  service_node_pubkey: key,
  /** 0 waits for its operator, 1 open, 2 full, 3 finalized. */
  status: z.number().int().min(0).max(3),
  contributors: z.array(z.object({ address, beneficiary_address: address, amount, reserved: amount })),
});

export const legacyRegistration = z.object({
  operator: address,
  pubkey_ed25519: key,
  pubkey_bls: key,
  sig_ed25519: key,
  sig_bls: key,
  timestamp: seconds,
});

export const legacyRewards = z.object({
  address,
  /** Claimable. */
  amount,
  lifetime_rewards: amount,
  claimed_rewards: amount,
  locked_stakes: amount,
  timelocked_stakes: amount,
});

/** An operator's address, or a node's ed25519 key with or without 0x. */
const operatorOrKey = z
  .string()
  .regex(/^(0x[0-9a-fA-F]{40}|(0x)?[0-9a-fA-F]{64})$/, "an operator's address, or an ed25519 key")
  .transform((text) => text.toLowerCase().replace(/^(?!0x)/, "0x") as `0x${string}`);

export const legacyRoutes = {
  getLegacyInfo: defineRoute({
    method: "GET",
    path: "/info",
    summary: "Deprecated: see /v1/network.",
    response: z.object(answer),
  }),
  getLegacyNodes: defineRoute({
    method: "GET",
    path: "/nodes",
    summary: "Deprecated: see /v1/nodes. All nodes in the contract.",
    response: z.object({ nodes: z.array(legacyNode), ...answer }),
    requestsPerMinute: 30,
  }),
  getLegacyStakes: defineRoute({
    method: "GET",
    path: "/stakes/:address",
    summary: "Deprecated: see /v1/stakes/{address}.",
    params: z.object({ address: addressParameter }),
    response: z.object({
      stakes: z.array(legacyNode),
      contracts: z.array(legacyContract),
      vesting: z.array(z.object({ address, beneficiary: address, time_end: seconds })),
      ...answer,
    }),
  }),
  getLegacyRegistrations: defineRoute({
    method: "GET",
    path: "/registrations/:key",
    summary: "Deprecated: see /v1/registrations.",
    params: z.object({ key: operatorOrKey }),
    response: z.object({ registrations: z.array(legacyRegistration), ...answer }),
  }),
  getLegacyRewards: defineRoute({
    method: "GET",
    path: "/rewards/:address",
    summary: "Deprecated: see /v1/rewards/{address}.",
    params: z.object({ address: addressParameter }),
    response: z.object({ rewards: legacyRewards, ...answer }),
  }),
};
