import { contractKinds, contributionPoolStates, nodeStates } from "@session/sdk/indexer-api";
import { z } from "zod";

// What an address says of a page besides its path; anything else in it is dropped, so that a link never breaks a page.

/** The router reads `7` as a number and `true` as a truth. */
const text = z
  .union([z.string().max(300), z.number(), z.boolean()])
  .transform(String)
  .optional()
  .catch(undefined);

/** Place in a list. */
export const pageSearch = z.object({ cursor: text });

export const nodeSorts = ["id", "registered", "deposit", "fee", "unlock", "credit"] as const;

export const nodesSearch = pageSearch.extend({
  state: z
    .enum(["all", ...nodeStates])
    .optional()
    .catch(undefined),
  search: text,
  sort: z.enum(nodeSorts).optional().catch(undefined),
  order: z.enum(["asc", "desc"]).optional().catch(undefined),
});

export const poolsSearch = pageSearch.extend({
  state: z
    .enum(["all", ...contributionPoolStates])
    .optional()
    .catch(undefined),
});

export const eventsSearch = pageSearch.extend({
  name: z.string().max(64).optional().catch(undefined),
  contract: z.enum(contractKinds).optional().catch(undefined),
  node: text,
  address: text,
});

export const checkpointSearch = z.object({
  /** Address or node id whose claim is to be checked. */
  claim: text,
});

export const resolutions = ["hour", "day"] as const;
export const chartsSearch = z.object({ resolution: z.enum(resolutions).optional().catch(undefined) });

export const searchSearch = z.object({ q: text });
