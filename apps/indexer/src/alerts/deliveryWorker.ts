import type { AlertDelivery, AlertType } from "@session/sdk/indexer-api";
import { getAddress, type Hex } from "viem";
import type { IndexerModules } from "../modules.ts";
import type { AlertOptions } from "./alertOptions.ts";
import { type DueDelivery, settleDelivered, settleFailed, takeDue } from "./alertStore.ts";
import { alertText } from "./alertText.ts";
import { postWebhook } from "./postWebhook.ts";

type Modules = Pick<IndexerModules, "database" | "logger" | "now" | "signal">;
/** Beside the time-out: for settling, on a busy database. */
const LEASE_SPARE_SEC = 60;

export const deliveryId = (alertId: number) => `alert-${alertId}`;

/** Sends what is due, several at a time. At least once: a process that ends in between sends again. */
export class DeliveryWorker {
  readonly #modules: Modules;
  readonly #options: Required<AlertOptions>;
  /** By subscription, which has one at a time. */
  readonly #running = new Map<Hex, Promise<void>>();

  constructor(modules: Modules, options: Required<AlertOptions>) {
    this.#modules = modules;
    this.#options = options;
  }

  /** Starts as many due deliveries as there is room for; says how many. */
  async start(): Promise<number> {
    const { concurrency, timeoutMs } = this.#options;
    const limit = concurrency - this.#running.size;
    if (limit <= 0) return 0;
    const leaseSec = Math.ceil(timeoutMs / 1000) + LEASE_SPARE_SEC;
    const busy = [...this.#running.keys()];
    const due = await takeDue(this.#modules.database, { nowSec: this.#nowSec(), limit, leaseSec, busy });
    for (const one of due)
      this.#running.set(
        one.to.id,
        this.#deliver(one).finally(() => this.#running.delete(one.to.id)),
      );
    return due.length;
  }

  /** Until one under way has ended, or `idle` has. */
  async next(idle: Promise<void>): Promise<void> {
    await Promise.race([idle, ...this.#running.values()]);
  }

  /** Until none is under way. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #deliver(due: DueDelivery): Promise<void> {
    const { database, logger, signal } = this.#modules;
    const { to, alert } = due;
    const body = JSON.stringify(toBody(due));
    const webhook = {
      url: to.url,
      secret: to.secret,
      idempotencyKey: deliveryId(alert.id),
      body,
      time: this.#nowSec(),
    };
    try {
      const error = await postWebhook(webhook, { ...this.#options, signal });
      // Stopped in the middle: it stays as taken, and is sent again.
      if (signal.aborted && error !== undefined) return;
      if (error === undefined) await settleDelivered(database, due, this.#nowSec());
      else await settleFailed(database, due, error, this.#nowSec());
    } catch (error) {
      logger.error({ delivery: due.delivery.id, err: error }, "an alert's delivery can't be settled");
    }
  }

  #nowSec(): number {
    return Math.floor(this.#modules.now() / 1000);
  }
}

function toBody({ alert }: DueDelivery): AlertDelivery {
  const { id, type, address, createdAt, detail } = alert;
  return {
    ...{ id: deliveryId(id), type: type as AlertType, address: getAddress(address), createdAt: Number(createdAt) },
    ...{ message: alertText(alert), detail },
  };
}
