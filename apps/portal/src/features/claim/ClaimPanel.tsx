import { claim } from "@session/sdk";
import type { AddressRewards, ParamsResponse } from "@session/sdk/indexer-api";
import { Amount, AmountField, Banner, Button, defineMessages, formatAmount, Time, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { type ClaimLimits, toClaimLimits } from "./model.ts";

const messages = defineMessages("portal.claim", {
  title: "Claim rewards",
  all: "Claim all",
  part: "Claim a part",
  partOf: "Amount to claim",
  claim: "Claim",
  capped: "At most {amount} can be paid in this cycle; the next begins {time}.",
  checkpoint: "The newest checkpoint is posted in the same transaction.",
  nothing: "Nothing to claim yet. Rewards can be claimed once a checkpoint covers them.",
  paid: "{amount} were paid to you",
  wait: "Sign in your wallet; then it takes a few seconds.",
});

export type ClaimPanelProps = {
  readonly account: Hex;
  readonly rewards: AddressRewards;
  readonly params: ParamsResponse;
  readonly isBlocked: boolean;
  readonly onSent: (hash: Hex) => void;
};

/** Claims all rewards or a part of them. */
export function ClaimPanel({ account, rewards, params, isBlocked, onSent }: ClaimPanelProps) {
  const t = useT(messages);
  const limits = toClaimLimits(rewards, params);
  const write = useWrite(
    (wallet, amount: bigint | undefined) =>
      claim(wallet, {
        contract: params.contracts.serviceNodeRewards as Hex,
        node: anyNodeApi(params.nodeApis),
        recipient: account,
        ...(amount === undefined ? {} : { amount }),
      }),
    onSent,
  );
  const isReady = !isBlocked && limits.maximum > 0n;
  return (
    <section className="flex flex-col gap-4 border-y border-line py-4">
      <h2 className="text-base">{t("title")}</h2>
      {limits.claimable === 0n && <p className="text-muted">{t("nothing")}</p>}
      <div className="flex flex-wrap items-end gap-4">
        <Button variant="primary" disabled={!isReady} busy={write.isPending} onClick={() => write.mutate(undefined)}>
          {t("all")}
        </Button>
        <PartForm limits={limits} isReady={isReady && !write.isPending} onClaim={(amount) => write.mutate(amount)} />
      </div>
      <ClaimNotes limits={limits} />
      {write.isPending && <p className="text-muted">{t("wait")}</p>}
      <WriteError error={write.error} />
      {write.data !== undefined && (
        <Banner tone="good" title={t.rich("paid", { amount: <Amount value={write.data.amount} /> })} />
      )}
    </section>
  );
}

function ClaimNotes({ limits }: { readonly limits: ClaimLimits }) {
  const t = useT(messages);
  const { claimable, maximum, isCapped, bringsCheckpoint, cycleEndsAt } = limits;
  return (
    <>
      {isCapped && (
        <p className="text-warn">
          {t.rich("capped", { amount: <Amount value={maximum} />, time: <Time at={cycleEndsAt} /> })}
        </p>
      )}
      {claimable > 0n && bringsCheckpoint && <p className="text-xs text-muted">{t("checkpoint")}</p>}
    </>
  );
}

type PartFormProps = {
  readonly limits: ClaimLimits;
  readonly isReady: boolean;
  readonly onClaim: (amount: bigint) => void;
};

function PartForm({ limits: { maximum }, isReady, onClaim }: PartFormProps) {
  const t = useT(messages);
  const [text, setText] = useState<string>();
  const [amount, setAmount] = useState<bigint>();
  if (text === undefined)
    return (
      <Button
        variant="quiet"
        disabled={!isReady}
        onClick={() => {
          setText(formatAmount(maximum).plain);
          setAmount(maximum);
        }}
      >
        {t("part")}
      </Button>
    );
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount !== undefined && isReady) onClaim(amount);
      }}
    >
      <AmountField
        label={t("partOf")}
        text={text}
        min={1n}
        max={maximum}
        available={maximum}
        onChange={(typed, value) => {
          setText(typed);
          setAmount(value);
        }}
      />
      <Button type="submit" disabled={!isReady || amount === undefined}>
        {t("claim")}
      </Button>
    </form>
  );
}
