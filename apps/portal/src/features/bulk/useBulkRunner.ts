import {
  BATCH_MAX_ITEMS,
  type BatchItem,
  type BatchOutcome,
  batch,
  readBatchReceipt,
  vestingRequestExit,
  type Wallet,
} from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { anyNodeApi } from "../../data/nodeApis.ts";
import type { Explained } from "../../errors/explain.ts";
import { useExplain } from "../../errors/useExplain.ts";
import { useWallet } from "../../wallet/useWallet.ts";
import type { PlannedStep } from "./model.ts";
import type { ItemOutcome } from "./queue.ts";
import { BulkRunner } from "./runner.ts";
import { queueLock, queueStore } from "./store.ts";

export { BATCH_MAX_ITEMS };

/** One for each network and account, as long as the page lives: another route doesn't end what runs. */
const runners = new Map<string, BulkRunner>();

function runnerOf(chainId: number, account: Hex): BulkRunner {
  const key = `${chainId}:${account.toLowerCase()}`;
  const known = runners.get(key);
  if (known !== undefined) return known;
  const runner = new BulkRunner(queueStore(chainId, account), queueLock(chainId, account));
  runners.set(key, runner);
  return runner;
}

/** The queue of the connected account, working with its wallet while a page shows it. */
export function useBulkRunner(account: Hex, params: ParamsResponse) {
  const { config, openL2 } = usePortal();
  const { open } = useWallet();
  const client = useQueryClient();
  const explain = useExplain();
  const runner = runnerOf(config.chainId, account);
  const view = useSyncExternalStore(runner.subscribe, runner.read);
  const refresh = () => {
    for (const first of ["indexer", "balances", "cost"]) void client.invalidateQueries({ queryKey: [first] });
  };
  const begin = useEffectEvent((started: BulkRunner) =>
    started.use({
      explain,
      send: async (step, onSent) => {
        try {
          return (await sendStep(await open(onSent), step, params)).map((outcome) => toItemOutcome(outcome, explain));
        } finally {
          refresh();
        }
      },
      follow: async ({ items }, hash) => {
        const receipt = await (await openL2()).waitForTransactionReceipt({ hash });
        refresh();
        return readBatchReceipt(items, receipt).map((outcome) => toItemOutcome(outcome, explain));
      },
    }),
  );
  useEffect(() => begin(runner), [runner]);
  return { runner, ...view };
}

/** A planned transaction as an act of the SDK, signed or run dry. */
export async function sendStep(
  wallet: Wallet,
  { via, items }: PlannedStep,
  { contracts, nodeApis }: ParamsResponse,
): Promise<readonly BatchOutcome[]> {
  const contract = contracts.serviceNodeRewards as Hex;
  if (via === null)
    return (await batch(wallet, { contract, node: anyNodeApi(nodeApis), items: items as readonly BatchItem[] }))
      .outcomes;
  const done: BatchOutcome[] = [];
  for (const item of items) {
    if (item.type === "claim") continue;
    await vestingRequestExit(wallet, { vesting: via, nodeId: item.nodeId });
    done.push({ item, status: "done", amount: 0n, lockedUntil: 0 });
  }
  return done;
}

function toItemOutcome(outcome: BatchOutcome, explain: (error: unknown) => Explained): ItemOutcome {
  switch (outcome.status) {
    case "done":
      return { status: "done", amount: outcome.amount.toString(), lockedUntil: outcome.lockedUntil, fault: null };
    case "already":
      return { status: "already", amount: "0", lockedUntil: 0, fault: null };
    case "refused": {
      const { what, next, code } = explain(outcome.error);
      return { status: "refused", amount: "0", lockedUntil: 0, fault: { what, next, code } };
    }
  }
}
