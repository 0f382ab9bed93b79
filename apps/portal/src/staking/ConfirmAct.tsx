import type { Wallet } from "@session/sdk";
import { ConfirmSentence, Dialog } from "@session/ui";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { CostLine, useCost } from "../transactions/Cost.tsx";
import type { CostDependency } from "../transactions/cost.ts";
import { FaultList, type Needs, useBlockedReason, usePreflight } from "../transactions/Preflight.tsx";
import { useWrite } from "../transactions/useWrite.ts";
import { WriteError } from "../transactions/WriteError.tsx";

export type ConfirmActProps = {
  readonly title: string;
  /** What happens to whom, and when. */
  readonly sentence: ReactNode;
  readonly consequences?: readonly { id: string; text: ReactNode }[];
  readonly confirmLabel: string;
  readonly act: (wallet: Wallet) => Promise<unknown>;
  readonly deps: readonly CostDependency[];
  readonly needs: Needs;
  readonly onSent: (hash: Hex) => void;
  readonly onClose: () => void;
};

/** An act that gives something up: said in a sentence, agreed to, then signed. Closes when it is mined. */
export function ConfirmAct(props: ConfirmActProps) {
  const { title, act, deps, needs, onSent, onClose } = props;
  const cost = useCost(act, deps);
  const { isReady, faults } = usePreflight({ ...needs, costWei: cost.wei });
  const blocked = useBlockedReason(faults, isReady);
  const write = useWrite((wallet, _: undefined) => act(wallet), onSent);
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <FaultList faults={faults} />
      <ConfirmSentence
        sentence={props.sentence}
        consequences={props.consequences ?? []}
        confirmLabel={props.confirmLabel}
        onConfirm={() => write.mutate(undefined, { onSuccess: onClose })}
        onCancel={onClose}
        blocked={blocked}
        busy={write.isPending}
      />
      <CostLine cost={cost} />
      <WriteError error={write.error} />
    </Dialog>
  );
}
