import { z } from "zod";

/** Filters of the list of pools, as they stand in the page's address. */
export const stakeSearch = z.object({});
