import type { ParamsResponse, StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { Amount, Checkbox, ConfirmSentence, Dialog, formatDuration, Time, useLocale, useT } from "@session/ui";
import { type ReactNode, useState } from "react";
import { type Hex, isAddressEqual } from "viem";
import { useChainNow } from "../../staking/useChainNow.ts";
import { CostLine, useCost } from "../../transactions/Cost.tsx";
import { FaultList, useBlockedReason, usePreflight } from "../../transactions/Preflight.tsx";
import { bulkMessages } from "./messages.ts";
import { type BulkKind, type PlannedStep, planSteps, toBulkSentence } from "./model.ts";
import { BATCH_MAX_ITEMS, sendStep } from "./useBulkRunner.ts";

export type BulkDialogProps = {
  readonly kind: BulkKind;
  readonly actions: readonly StakeAction[];
  readonly stakes: StakesResponse;
  readonly params: ParamsResponse;
  readonly signer: Hex;
  readonly onStart: (kind: BulkKind, planned: readonly PlannedStep[]) => void;
  readonly onClose: () => void;
};

/** Says what happens to whom when all the chosen nodes leave, in how many transactions, and starts the queue. */
export function BulkDialog(props: BulkDialogProps) {
  const { kind, actions, stakes, params, signer, onStart, onClose } = props;
  const t = useT(bulkMessages);
  const claimable = BigInt(stakes.rewards.claimable);
  const [isClaiming, setClaiming] = useState(false);
  const claimFor = isClaiming ? signer : null;
  const planned = planSteps({ kind, actions, signer, claimFor, maxItems: BATCH_MAX_ITEMS });
  const { cost, faults } = useChecks(kind, planned, params);
  const blocked = useBlockedReason(faults);
  return (
    <Dialog open onOpenChange={onClose} title={t(`title.${kind}`, { count: actions.length })}>
      {claimable > 0n && (
        <Checkbox
          label={<span>{t.rich("claimToo", { amount: <Amount value={claimable} /> })}</span>}
          checked={isClaiming}
          onChange={setClaiming}
        />
      )}
      <FaultList faults={faults} />
      <CostLine cost={cost} ofAll={planned.length > 1} />
      <ConfirmSentence
        sentence={<BulkSentence {...props} />}
        consequences={useConsequences(props, planned.length)}
        confirmLabel={t(`confirm.${kind}`)}
        variant={kind === "requestExit" || kind === "exitAfterWait" ? "danger" : "primary"}
        onCancel={onClose}
        blocked={blocked}
        onConfirm={() => onStart(kind, planned)}
      />
    </Dialog>
  );
}

function useChecks(kind: BulkKind, planned: readonly PlannedStep[], params: ParamsResponse) {
  const words = planned.map(({ via, items }) =>
    [via, ...items.map((item) => ("nodeId" in item ? item.nodeId : item.recipient))].join(),
  );
  const cost = useCost(
    async (wallet) => {
      for (const step of planned) await sendStep(wallet, step, params);
    },
    ["bulk", kind, words.join(";")],
    planned.length > 0,
  );
  const isPausable = kind === "exit" || planned.some(({ items }) => items.some(({ type }) => type === "claim"));
  const { faults } = usePreflight({
    feature: "exit",
    costWei: cost.wei,
    ...(isPausable ? { pausable: "rewards" as const } : {}),
  });
  return { cost, faults };
}

function BulkSentence({ kind, actions, stakes, params }: BulkDialogProps) {
  const t = useT(bulkMessages);
  const { locale } = useLocale();
  const nowSec = Math.floor(useChainNow());
  const { nodes, total, mine, others, locking } = toBulkSentence(stakes, actions);
  const { unlockSec } = params.durations.chain;
  const list = new Intl.ListFormat(locale).format(nodes.map(String));
  return (
    <span>
      {t.rich(`${others === 0 ? "alone" : "shared"}.${kind}`, {
        nodes: t("nodes", { count: nodes.length, list }),
        total: <Amount value={total} />,
        mine: <Amount value={mine} />,
        others,
        locking,
        wait: formatDuration(unlockSec, locale, "long"),
        time: <Time at={nowSec + unlockSec} />,
      })}
    </span>
  );
}

type Consequence = { readonly id: string; readonly text: ReactNode };

function useConsequences({ kind, actions, signer }: BulkDialogProps, count: number): readonly Consequence[] {
  const t = useT(bulkMessages);
  const hasVesting = actions.some(({ account }) => !isAddressEqual(account as Hex, signer));
  return [
    { id: "transactions", text: t("transactions", { count }) },
    { id: "partial", text: t("partial") },
    ...(hasVesting ? [{ id: "toVesting", text: t("toVesting") }] : []),
    ...(kind === "requestExit" ? [{ id: "meanwhile", text: t("meanwhile") }] : []),
    ...(kind === "requestExit" || kind === "exitAfterWait" ? [{ id: "noWayBack", text: t("noWayBack") }] : []),
  ];
}
