import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import { Button, ConfirmSentence, Dialog, formatDuration, useLocale, useT } from "@session/ui";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { useChainNow } from "../../staking/useChainNow.ts";
import { CostLine, useCost } from "../../transactions/Cost.tsx";
import { FaultList, useBlockedReason, usePreflight } from "../../transactions/Preflight.tsx";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { leave } from "./act.ts";
import { exitMessages } from "./messages.ts";
import { isPausable, type LeaveKind, lockOf } from "./model.ts";
import { Sentence, Shares } from "./Sentence.tsx";

export type LeaveDialogProps = {
  readonly kind: LeaveKind;
  readonly nodeId: number;
  /** Whose stake it is: the wallet, or its vesting contract. */
  readonly account: Hex;
  readonly isVesting: boolean;
  readonly params: ParamsResponse;
  /** Shows the transaction's progress; where it returns a promise, the dialog stays until that is settled. */
  readonly onSent: (hash: Hex) => unknown;
  readonly onClose: () => void;
};

/** Says in a sentence what happens to all contributors and when, what it costs, and does it once it is confirmed. */
export function LeaveDialog(props: LeaveDialogProps) {
  const { kind, nodeId, onClose } = props;
  const t = useT(exitMessages);
  const node = useAnswer("getNode", { id: nodeId });
  return (
    <Dialog open onOpenChange={onClose} title={t(`title.${kind}`, { id: String(nodeId) })}>
      <Answered query={node} lines={4}>
        {(detail) => <Confirmation {...props} node={detail} />}
      </Answered>
    </Dialog>
  );
}

function Confirmation(props: LeaveDialogProps & { readonly node: NodeDetail }) {
  const { kind, node, account, params, onClose } = props;
  const t = useT(exitMessages);
  const { write, cost, preflight } = useLeave(props);
  const consequences = useConsequences(kind, params);
  const nowSec = Math.floor(useChainNow());
  const isLocking = lockOf(kind, node, nowSec) !== undefined;
  const confirmLabel = t(isLocking ? "confirm.lock" : `confirm.${kind}`);
  // A balance that isn't known yet stops nobody: the call is simulated before it is signed.
  const blocked = useBlockedReason(preflight.faults);
  // Somebody may have been faster: then nothing was sent, and all is well.
  const onConfirm = () => write.mutate(undefined, { onSuccess: onClose });
  const sentence = <Sentence {...props} nowSec={nowSec} />;
  const isDangerous = kind === "requestExit" || kind === "exitAfterWait";
  return (
    <>
      <Shares node={node} account={account} />
      <FaultList faults={preflight.faults} />
      <CostLine cost={cost} />
      <WriteError error={write.error} onRetry={write.retry} />
      {isDangerous ? (
        <ConfirmSentence
          {...{ sentence, consequences, confirmLabel, onConfirm, blocked }}
          onCancel={onClose}
          busy={write.isPending}
        />
      ) : (
        <Plain sentence={sentence} consequences={consequences}>
          <Button variant="primary" busy={write.isPending} disabled={blocked !== undefined} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </Plain>
      )}
    </>
  );
}

function useLeave({ kind, nodeId, account, isVesting, params, onSent, onClose }: LeaveDialogProps) {
  const act = (wallet: Parameters<typeof leave>[0]) =>
    leave(wallet, {
      ...{ kind, nodeId, node: anyNodeApi(params.nodeApis), vesting: isVesting ? account : null },
      contract: params.contracts.serviceNodeRewards as Hex,
    });
  const cost = useCost(act, ["leave", kind, nodeId, account, isVesting]);
  const preflight = usePreflight({
    feature: "exit",
    costWei: cost.wei,
    ...(isPausable(kind) ? { pausable: "rewards" as const } : {}),
  });
  const close = (hash: Hex) => void Promise.resolve(onSent(hash)).then(onClose);
  return { write: useWrite(act, close), cost, preflight };
}

type Consequence = { readonly id: string; readonly text: ReactNode };

function useConsequences(kind: LeaveKind, { durations }: ParamsResponse): readonly Consequence[] {
  const t = useT(exitMessages);
  const { locale } = useLocale();
  const say = (id: "meanwhile" | "noWayBack" | "whoAsks" | "stops" | "anyone") => ({ id, text: t(id) });
  switch (kind) {
    case "requestExit":
      return [say("meanwhile"), say("whoAsks"), say("noWayBack")];
    case "exitAfterWait": {
      const wait = formatDuration(durations.contract.exitWaitSec, locale, "long");
      return [{ id: "noConsent", text: t("noConsent", { wait }) }, say("stops"), say("noWayBack")];
    }
    default:
      return [say("anyone")];
  }
}

type PlainProps = {
  readonly sentence: ReactNode;
  readonly consequences: readonly Consequence[];
  readonly children: ReactNode;
};

function Plain({ sentence, consequences, children }: PlainProps) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-lg text-pretty">{sentence}</p>
      {consequences.map(({ id, text }) => (
        <p key={id} className="text-muted">
          {text}
        </p>
      ))}
      <div className="flex flex-wrap justify-end gap-3">{children}</div>
    </div>
  );
}
