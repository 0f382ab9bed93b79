import { pageLimit, type TypedApp, takePage } from "@session/http";
import { eventsPageSchema } from "@session/sdk/node-api";
import { z } from "zod";
import { formatOutcome } from "../format.ts";
import type { ApiModules } from "../modules.ts";

const page = z.object({
  cursor: z.string().max(80).optional(),
  limit: pageLimit(200, 50),
});

export function l2Routes(app: TypedApp, { store }: ApiModules): void {
  const schema = {
    summary: "L2 events that entered blocks, in log order, each with its outcome",
    querystring: page,
    response: { 200: eventsPageSchema },
  };
  app.get("/v1/l2/events", { schema }, async ({ query }) => {
    const { items, next } = await takePage(store.outcomes(query.cursor), query.limit);
    return { events: items.map(formatOutcome), next };
  });
}
