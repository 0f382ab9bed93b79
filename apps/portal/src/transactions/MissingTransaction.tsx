import { Banner, Button, defineMessages, useT } from "@session/ui";
import { useNow } from "@session/web";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";
import { judgeUnknown } from "./model.ts";
import { sentStore } from "./sent.ts";

const messages = defineMessages("portal.missingTransaction", {
  replaced: "Your wallet has replaced this transaction",
  replacedNext:
    "It was sped up or cancelled there. Look at your wallet's activity, then start again if it was cancelled.",
  lost: "The network doesn't know this transaction",
  lostNext:
    "It was dropped, its fee is too low, or it is of another network. Look at your wallet's activity before you send it again: it may still be mined.",
  again: "Start again",
});

const ASK_MS = 5_000;

export type MissingTransactionProps = {
  readonly hash: Hex;
  /** Default: forgets the transaction and takes it out of the page's address. */
  readonly onRetry?: (() => void) | undefined;
};

/** Says what became of a transaction that nobody knows, once it is more than young. */
export function MissingTransaction({ hash, onRetry }: MissingTransactionProps) {
  const t = useT(messages);
  const nowMs = useNow();
  const [firstSeenMs] = useState(() => Date.now());
  const sent = sentStore().find(hash);
  const minedCount = useMinedCount(sent?.nonce === null ? undefined : sent?.account);
  const leave = useLeave(hash);
  const facts = { sinceMs: sent?.sentAtMs ?? firstSeenMs, nowMs, nonce: sent?.nonce ?? null, minedCount };
  const verdict = judgeUnknown(facts);
  if (verdict === undefined) return null;
  return (
    <Banner
      tone="warn"
      title={t(verdict)}
      action={
        <Button size="sm" onClick={onRetry ?? leave}>
          {t("again")}
        </Button>
      }
    >
      {t(`${verdict}Next`)}
    </Banner>
  );
}

/** The number of mined transactions of an account, asked again while it is shown. */
function useMinedCount(account: Hex | undefined): number | null {
  const { openL2 } = usePortal();
  const { data } = useQuery({
    queryKey: ["minedCount", account],
    enabled: account !== undefined,
    refetchInterval: ASK_MS,
    queryFn: async () => (await openL2()).getTransactionCount({ address: account ?? "0x" }),
  });
  return data ?? null;
}

function useLeave(hash: Hex): () => void {
  const navigate = useNavigate();
  return () => {
    sentStore().forget(hash);
    void navigate({ to: ".", search: ((search: object) => ({ ...search, tx: undefined })) as never, replace: true });
  };
}
