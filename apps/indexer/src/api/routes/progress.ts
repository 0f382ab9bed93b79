import { implement, type TypedApp } from "@session/http";
import { progressRoutes as routes } from "@session/sdk/indexer-api";
import type { IndexerModules } from "../../modules.ts";
import { L2Transactions, type L2TransactionsOptions } from "../../progress/l2Transactions.ts";
import { transactionProgress } from "../../progress/transactionProgress.ts";

type Modules = Pick<
  IndexerModules,
  "network" | "contracts" | "database" | "l2" | "chain" | "l2Client" | "notices" | "now" | "signal"
>;

/** How far transactions have come; polled, and worth asking again at each notice. */
export function progressRoutes(app: TypedApp, modules: Modules, options: L2TransactionsOptions = {}): void {
  const transactions = new L2Transactions(modules.l2Client, options);
  const unsubscribe = modules.notices.subscribe(({ rolledBackTo }) => {
    if (rolledBackTo !== undefined) transactions.clear();
  });
  modules.signal.addEventListener("abort", unsubscribe, { once: true });
  implement(app, routes.getTransactionProgress, ({ params }) =>
    transactionProgress({ ...modules, transactions }, params.hash),
  );
}
