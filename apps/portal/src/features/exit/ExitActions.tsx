import type { ParamsResponse, StakeAction } from "@session/sdk/indexer-api";
import { Button, Time, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { LeaveDialog } from "./LeaveDialog.tsx";
import { exitMessages } from "./messages.ts";
import { type LeaveAction, type LeaveKind, leaveActionsOf } from "./model.ts";

export type ExitActionsProps = {
  readonly nodeId: number;
  /** Whose stake it is: the wallet, or a vesting contract of it. */
  readonly account: Hex;
  readonly isVesting: boolean;
  /** What the indexer says can be done about the node by this account. */
  readonly actions: readonly StakeAction[];
  readonly params: ParamsResponse;
  readonly isBlocked: boolean;
  /** Shows the transaction's progress; where it returns a promise, the dialog stays until that is settled. */
  readonly onSent: (hash: Hex) => unknown;
};

/** The buttons that lead a node out: ask, return the stakes, leave without the network, withdraw after a lock. */
export function ExitActions({ actions, isBlocked, ...rest }: ExitActionsProps) {
  const [asked, setAsked] = useState<LeaveKind>();
  const offered = leaveActionsOf(actions);
  return (
    <span className="flex min-w-40 flex-wrap items-center gap-x-3 gap-y-1">
      {offered.map((action) => (
        <LeaveButton key={action.type} action={action} isBlocked={isBlocked} onClick={() => setAsked(action.type)} />
      ))}
      {asked !== undefined && <LeaveDialog {...rest} kind={asked} onClose={() => setAsked(undefined)} />}
    </span>
  );
}

type LeaveButtonProps = { readonly action: LeaveAction; readonly isBlocked: boolean; readonly onClick: () => void };

function LeaveButton({ action: { type, isPossible, waitsForCheckpoint, from }, isBlocked, onClick }: LeaveButtonProps) {
  const t = useT(exitMessages);
  // A month from now: worth a word, not a button.
  if (type === "exitAfterWait" && !isPossible)
    return from === null ? null : (
      <span className="text-xs text-muted">{t.rich("escapeFrom", { time: <Time at={from} /> })}</span>
    );
  const isMain = type === "exit" || type === "withdrawLocked";
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        variant={isMain && isPossible ? "primary" : "secondary"}
        disabled={isBlocked || !isPossible}
        onClick={onClick}
      >
        {t(type)}
      </Button>
      {!isPossible && (
        <span className="text-xs text-muted">
          {waitsForCheckpoint && t("checkpoint")}
          {!waitsForCheckpoint && (from === null ? t("later") : t.rich("from", { time: <Time at={from} /> }))}
        </span>
      )}
    </span>
  );
}
