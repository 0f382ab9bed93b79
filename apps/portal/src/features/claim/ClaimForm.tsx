import { claim, type Wallet } from "@session/sdk";
import type { AddressRewards, ParamsResponse } from "@session/sdk/indexer-api";
import { Address, Amount, AmountField, Banner, Button, formatAmount, useT } from "@session/ui";
import { type ReactNode, useState } from "react";
import type { Hex } from "viem";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { useChainNow } from "../../staking/useChainNow.ts";
import { CostLine, useCost } from "../../transactions/Cost.tsx";
import { FaultList, usePreflight } from "../../transactions/Preflight.tsx";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { ClaimNotes, WindowMeter } from "./ClaimNotes.tsx";
import { claimMessages } from "./messages.ts";
import { type ClaimLimits, toClaimLimits } from "./model.ts";
import { useClaimWindow } from "./useClaimWindow.ts";

export type ClaimFormProps = {
  readonly account: Hex;
  /** Paid, whoever sends the claim. */
  readonly recipient: Hex;
  readonly rewards: AddressRewards;
  readonly params: ParamsResponse;
  readonly onSent: (hash: Hex) => void;
  /** Shown once something was paid: the token in the wallet. */
  readonly afterwards?: ReactNode;
};

/** Claims all rewards of a recipient or a part of them, within what the cycle pays. */
export function ClaimForm({ account, recipient, rewards, params, onSent, afterwards }: ClaimFormProps) {
  const t = useT(claimMessages);
  const contract = params.contracts.serviceNodeRewards as Hex;
  const window = useClaimWindow(contract, recipient);
  const limits = toClaimLimits(rewards, params, window.data, Math.floor(useChainNow()));
  const [part, setPart] = useState<Part>();
  const amount = part === undefined ? undefined : part.amount;
  const isChosen = limits.maximum > 0n && (part === undefined || (amount !== undefined && amount <= limits.maximum));
  const act = (wallet: Wallet) =>
    claim(wallet, {
      ...{ contract, node: anyNodeApi(params.nodeApis), recipient },
      ...(amount === undefined ? {} : { amount }),
    });
  const cost = useCost(act, ["claim", recipient, amount, limits.bringsCheckpoint], isChosen);
  const { isReady, faults } = usePreflight({ feature: "claim", pausable: "rewards", costWei: cost.wei });
  const write = useWrite(act, onSent);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && isChosen && !write.isPending) write.mutate(undefined, { onSuccess: () => setPart(undefined) });
      }}
    >
      <WindowMeter limits={limits} />
      <ClaimNotes limits={limits} />
      {limits.claimable > 0n && <FaultList faults={faults} />}
      <div className="flex flex-wrap items-end gap-4">
        <PartField part={part} limits={limits} onChange={setPart} />
        <ClaimButtons
          part={part}
          limits={limits}
          isReady={isReady && isChosen}
          isBusy={write.isPending}
          onPart={setPart}
        />
      </div>
      {isChosen && <CostLine cost={cost} />}
      {write.isPending && <p className="text-muted">{t("wait")}</p>}
      <WriteError error={write.error} onRetry={write.retry} />
      {write.data !== undefined && (
        <Paid amount={write.data.amount} recipient={recipient} isOwn={recipient === account}>
          {afterwards}
        </Paid>
      )}
    </form>
  );
}

/** What is typed, and what it means; undefined while all is claimed. */
type Part = { readonly text: string; readonly amount: bigint | undefined };

type PartFieldProps = {
  readonly part: Part | undefined;
  readonly limits: ClaimLimits;
  readonly onChange: (part: Part) => void;
};

function PartField({ part, limits: { maximum }, onChange }: PartFieldProps) {
  const t = useT(claimMessages);
  if (part === undefined) return null;
  return (
    <AmountField
      label={t("partOf")}
      text={part.text}
      min={1n}
      max={maximum}
      available={maximum}
      onChange={(text, amount) => onChange({ text, amount })}
    />
  );
}

type ClaimButtonsProps = {
  readonly part: Part | undefined;
  readonly limits: ClaimLimits;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly onPart: (part: Part | undefined) => void;
};

function ClaimButtons({ part, limits: { maximum, cappedBy }, isReady, isBusy, onPart }: ClaimButtonsProps) {
  const t = useT(claimMessages);
  const start = () => onPart({ text: formatAmount(maximum).plain, amount: maximum });
  const whole = cappedBy === null ? t("all") : t.rich("most", { amount: <Amount value={maximum} /> });
  return (
    <>
      <Button type="submit" variant="primary" disabled={!isReady} busy={isBusy}>
        {part === undefined ? whole : t("claim")}
      </Button>
      {part === undefined ? (
        <Button variant="quiet" disabled={maximum === 0n || isBusy} onClick={start}>
          {t("part")}
        </Button>
      ) : (
        <Button variant="quiet" disabled={isBusy} onClick={() => onPart(undefined)}>
          {t("whole")}
        </Button>
      )}
    </>
  );
}

type PaidProps = {
  readonly amount: bigint;
  readonly recipient: Hex;
  readonly isOwn: boolean;
  readonly children: ReactNode;
};

function Paid({ amount, recipient, isOwn, children }: PaidProps) {
  const t = useT(claimMessages);
  const whom = isOwn ? t("you") : <Address value={recipient} />;
  return (
    <Banner tone="good" title={t.rich("paid", { amount: <Amount value={amount} />, recipient: whom })}>
      {children}
    </Banner>
  );
}
