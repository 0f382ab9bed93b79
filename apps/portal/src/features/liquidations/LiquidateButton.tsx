import { liquidate, type Wallet } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { Amount, Button, ConfirmSentence, Dialog, defineMessages, Time, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { CostLine, useCost } from "../../transactions/Cost.tsx";
import { FaultList, useBlockedReason, usePreflight } from "../../transactions/Preflight.tsx";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";

const messages = defineMessages("portal.liquidate", {
  open: "Liquidate…",
  checkpoint: "once the next checkpoint is signed",
  title: "Liquidate node {id}",
  sentence: "You take node {id} out of the contract and are paid {reward} at once, out of its operator's stake.",
  pool: "{amount} more of the operator's stake go to the network's reward pool.",
  locked: "What is left of the stakes is locked until {time}, then it returns to the stakers.",
  race: "Only the first who sends it is paid: if somebody was faster, nothing is charged but the network fee.",
  confirm: "Liquidate",
});

/** What a liquidation does; amounts in base units. */
export type Liquidation = {
  readonly nodeId: number;
  /** Null before the contract's ratios are known. */
  readonly reward: bigint | null;
  readonly poolPenalty: bigint | null;
  /** Unix seconds; null without a lock. */
  readonly lockedUntil: number | null;
};

export type LiquidateButtonProps = {
  readonly of: Liquidation;
  readonly isPossible: boolean;
  /** Its time has come, and the next checkpoint will prove it. */
  readonly waitsForCheckpoint: boolean;
  readonly params: ParamsResponse;
  readonly onSent: (hash: Hex) => void;
};

/** Takes out a node that should have left, after saying what it costs whom and what it pays. */
export function LiquidateButton(props: LiquidateButtonProps) {
  const t = useT(messages);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="sm" disabled={!props.isPossible} onClick={() => setAsking(true)}>
        {t("open")}
      </Button>
      {props.waitsForCheckpoint && <span className="text-xs text-muted">{t("checkpoint")}</span>}
      {isAsking && <LiquidateDialog {...props} onClose={() => setAsking(false)} />}
    </>
  );
}

type LiquidateDialogProps = Omit<LiquidateButtonProps, "isPossible" | "waitsForCheckpoint"> & {
  readonly onClose: () => void;
};

function LiquidateDialog({ of, params, onSent, onClose }: LiquidateDialogProps) {
  const t = useT(messages);
  const { nodeId, reward } = of;
  const contract = params.contracts.serviceNodeRewards as Hex;
  const act = (wallet: Wallet) => liquidate(wallet, { contract, node: anyNodeApi(params.nodeApis), nodeId });
  const cost = useCost(act, ["liquidate", nodeId, contract]);
  const { faults } = usePreflight({ pausable: "rewards", feature: "liquidations", costWei: cost.wei });
  // What isn't known yet stops nobody: the call is simulated before it is signed.
  const blocked = useBlockedReason(faults);
  const write = useWrite(act, onSent);
  const id = String(nodeId);
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { id })}>
      <FaultList faults={faults} />
      <CostLine cost={cost} />
      <ConfirmSentence
        sentence={t.rich("sentence", { id, reward: reward === null ? "…" : <Amount value={reward} /> })}
        consequences={useConsequences(of)}
        confirmLabel={t("confirm")}
        busy={write.isPending}
        onCancel={onClose}
        blocked={blocked}
        onConfirm={() => write.mutate(undefined, { onSuccess: onClose })}
      />
      <WriteError error={write.error} onRetry={write.retry} />
    </Dialog>
  );
}

function useConsequences({ poolPenalty, lockedUntil }: Liquidation) {
  const t = useT(messages);
  return [
    ...(poolPenalty === null ? [] : [{ id: "pool", text: t.rich("pool", { amount: <Amount value={poolPenalty} /> }) }]),
    ...(lockedUntil === null ? [] : [{ id: "locked", text: t.rich("locked", { time: <Time at={lockedUntil} /> }) }]),
    { id: "race", text: t("race") },
  ];
}
