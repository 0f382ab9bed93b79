import { Amount, ConfirmSentence, Dialog, defineMessages, formatDuration, Time, useLocale, useT } from "@session/ui";
import { useState } from "react";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { useWallet } from "../../wallet/useWallet.ts";
import { toExitSentence } from "./model.ts";

const messages = defineMessages("portal.exitDialog", {
  title: "Request the exit of node {id}",
  alone: "Exiting returns {total} to you in {wait}, about {time}.",
  shared:
    "Exiting returns {total} in {wait}, about {time}: {mine} to you and the rest to {others, plural, one {# other contributor} other {# other contributors}}.",
  meanwhile: "Until then the node must go on running: it earns, and a node that stops can be penalised.",
  noWayBack: "This can't be taken back.",
  confirm: "Request the exit",
});

export type ExitDialogProps = {
  readonly nodeId: number;
  readonly unlockSec: number;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** Says in a sentence what happens to all contributors and when; confirmed in two steps. */
export function ExitDialog({ nodeId, unlockSec, isBusy, error, onClose, onConfirm }: ExitDialogProps) {
  const t = useT(messages);
  const sentence = <Sentence nodeId={nodeId} unlockSec={unlockSec} />;
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { id: String(nodeId) })}>
      <ConfirmSentence
        sentence={sentence}
        consequences={[
          { id: "meanwhile", text: t("meanwhile") },
          { id: "noWayBack", text: t("noWayBack") },
        ]}
        confirmLabel={t("confirm")}
        onConfirm={onConfirm}
        onCancel={onClose}
        busy={isBusy}
      />
      <WriteError error={error} />
    </Dialog>
  );
}

function Sentence({ nodeId, unlockSec }: { readonly nodeId: number; readonly unlockSec: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { address } = useWallet();
  const [openedSec] = useState(() => Math.floor(Date.now() / 1_000));
  const node = useAnswer("getNode", { id: nodeId });
  return (
    <Answered query={node} lines={2}>
      {({ shares }) => {
        const { total, toAccount, others } = toExitSentence(shares, address ?? "");
        return (
          <span>
            {t.rich(others === 0 ? "alone" : "shared", {
              total: <Amount value={total} />,
              mine: <Amount value={toAccount} />,
              others,
              wait: formatDuration(unlockSec, locale, "long"),
              time: <Time at={openedSec + unlockSec} />,
            })}
          </span>
        );
      }}
    </Answered>
  );
}
