import { implement, notFound, ProblemError, type TypedApp } from "@session/http";
import { alertRoutes as routes } from "@session/sdk/indexer-api";
import { getAddress, type Hex } from "viem";
import { ALERT_DEFAULTS, type AlertOptions } from "../../alerts/alertOptions.ts";
import { heldAlerts } from "../../alerts/heldAlerts.ts";
import { toRss } from "../../alerts/rss.ts";
import { Subscriptions } from "../../alerts/subscriptions.ts";
import { parseWebhookUrl, resolveWebhook, WebhookError } from "../../alerts/webhookTarget.ts";
import type { IndexerModules } from "../../modules.ts";
import { ClientQuota } from "../../registrations/clientQuota.ts";

type Modules = Pick<IndexerModules, "network" | "database" | "chain" | "now">;

/** Webhooks and feeds by address; `startAlerts` finds and sends what they tell. */
export function alertRoutes(app: TypedApp, modules: Modules, options: AlertOptions = {}): void {
  const { network, database, now } = modules;
  const { allowLocal, perAddress, perClientDay } = { ...ALERT_DEFAULTS, ...options };
  const subscriptions = new Subscriptions(database, perAddress, (queries, address) =>
    heldAlerts(queries, modules, address),
  );
  const quota = new ClientQuota(perClientDay, now);
  const nowSec = () => Math.floor(now() / 1000);
  const find = async (id: Hex) => {
    const row = await subscriptions.find(id);
    if (row === undefined) throw notFound("A subscription of this id");
    return row;
  };

  implement(app, routes.createAlert, async ({ body }, { request }) => {
    if (!quota.take(request.ip))
      throw new ProblemError(
        { code: "QUOTA_EXCEEDED", status: 429 },
        "Too many webhooks were subscribed from this address today: try again tomorrow.",
      );
    const url = await checkUrl(body.url, allowLocal);
    return subscriptions.create(body.address, url, nowSec());
  });

  implement(app, routes.getAlert, async ({ params }) => subscriptions.describe(await find(params.id)));

  implement(app, routes.deleteAlert, async ({ params }) => {
    if (!(await subscriptions.delete(params.id))) throw notFound("A subscription of this id");
    return "";
  });

  implement(app, routes.testAlert, async ({ params }) => {
    const row = await find(params.id);
    if (row.disabledAt !== null)
      throw new ProblemError(
        { code: "ALERT_DISABLED", status: 422 },
        "Nothing could be delivered for seven days, so it is disabled: subscribe anew.",
      );
    return { delivery: await subscriptions.test(row, nowSec()) };
  });

  implement(app, routes.getAlertFeed, async ({ params }, { request }) => {
    const address = getAddress(params.address);
    const own = `${request.protocol}://${request.host}${request.url}`;
    const link = network.portal === null ? own : `${network.portal.replace(/\/$/, "")}/address/${address}`;
    return toRss(address, link, await subscriptions.readFeed(params.address, nowSec()));
  });
}

/** @throws ProblemError WEBHOOK_URL_INVALID, WEBHOOK_NOT_PUBLIC, WEBHOOK_UNRESOLVED */
async function checkUrl(text: string, allowLocal: boolean): Promise<string> {
  try {
    const url = parseWebhookUrl(text);
    await resolveWebhook(url, allowLocal);
    return url.href;
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    throw new ProblemError({ code: error.code, status: 422 }, error.message, { cause: error });
  }
}
