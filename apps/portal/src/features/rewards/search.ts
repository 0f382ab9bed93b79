import { z } from "zod";

/** What the history of rewards shows, as it stands in the page's address. */
export const rewardsSearch = z.object({});
