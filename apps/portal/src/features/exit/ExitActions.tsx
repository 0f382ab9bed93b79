import { exit, requestExit } from "@session/sdk";
import type { ParamsResponse, StakeAction } from "@session/sdk/indexer-api";
import { Button, defineMessages, Time, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { ExitDialog } from "./ExitDialog.tsx";

const messages = defineMessages("portal.exitActions", {
  request: "Request exit…",
  exit: "Return the stakes",
  from: "from {time}",
});

export type ExitActionsProps = {
  readonly nodeId: number;
  /** What the indexer says can be done about the node. */
  readonly actions: readonly StakeAction[];
  readonly params: ParamsResponse;
  readonly isBlocked: boolean;
  readonly onSent: (hash: Hex) => void;
};

/** The buttons that lead a node out: asking for the exit, and returning the stakes once the network has let it go. */
export function ExitActions({ nodeId, actions, params, isBlocked, onSent }: ExitActionsProps) {
  const t = useT(messages);
  const [isAsking, setAsking] = useState(false);
  const contract = params.contracts.serviceNodeRewards as Hex;
  const leave = useWrite((wallet) => exit(wallet, { contract, node: anyNodeApi(params.nodeApis), nodeId }), onSent);
  const request = useWrite((wallet) => requestExit(wallet, { contract, nodeId }), onSent);
  const canRequest = actions.find(({ type }) => type === "requestExit");
  const canLeave = actions.find(({ type }) => type === "exit");
  return (
    <>
      {canRequest !== undefined && (
        <Button size="sm" disabled={isBlocked || !canRequest.isPossible} onClick={() => setAsking(true)}>
          {t("request")}
        </Button>
      )}
      {canLeave !== undefined && (
        <Button
          size="sm"
          variant="primary"
          busy={leave.isPending}
          disabled={isBlocked || !canLeave.isPossible}
          onClick={() => leave.mutate(undefined)}
        >
          {t("exit")}
        </Button>
      )}
      <Since action={canRequest ?? canLeave} />
      {isAsking && (
        <ExitDialog
          nodeId={nodeId}
          unlockSec={params.durations.chain.unlockSec}
          isBusy={request.isPending}
          error={request.error}
          onClose={() => setAsking(false)}
          onConfirm={() => request.mutate(undefined, { onSuccess: () => setAsking(false) })}
        />
      )}
      <WriteError error={leave.error} />
    </>
  );
}

function Since({ action }: { readonly action: StakeAction | undefined }) {
  const t = useT(messages);
  if (action === undefined || action.isPossible || action.from === null) return null;
  return <span className="text-xs text-muted">{t.rich("from", { time: <Time at={action.from} /> })}</span>;
}
