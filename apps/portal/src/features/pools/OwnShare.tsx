import {
  type Pool,
  updateBeneficiary,
  vestingUpdateBeneficiary,
  vestingWithdrawContribution,
  type Wallet,
  withdrawContribution,
} from "@session/sdk";
import { Address, Amount, Button, defineMessages, Fact, Facts, Time, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { BeneficiaryField } from "../../staking/BeneficiaryField.tsx";
import { ConfirmAct } from "../../staking/ConfirmAct.tsx";
import { isSameAddress } from "../../staking/readAddress.ts";
import { readBeneficiary } from "../../staking/readBeneficiary.ts";
import { Sign } from "../../staking/Sign.tsx";
import { useChainNow } from "../../staking/useChainNow.ts";
import { useActing } from "../../wallet/acting.tsx";
import type { PoolActions } from "./model.ts";

const messages = defineMessages("portal.ownShare", {
  title: "Your part",
  amount: "Contributed",
  receiver: "Rewards go to",
  change: "Send the rewards elsewhere",
  save: "Change the receiver",
  stop: "Leave it",
  withdraw: "Take it back",
  from: "You can take it back from {time} on.",
  confirmTitle: "Take your contribution back",
  sentence: "Taking it back returns {amount} to {account} at once and gives up your place in this pool.",
  you: "you",
  vesting: "your vesting contract",
  reopens: "The pool is full now; it opens again, and its node isn't registered until somebody else fills it.",
  kept: "Your place stays kept for you.",
});

export type OwnShareProps = {
  /** Read for who acts. */
  readonly pool: Pool;
  readonly actions: PoolActions;
  readonly onSent: (hash: Hex) => void;
};

/** What the account has inside, and what it can do with it. */
export function OwnShare({ pool, actions, onSent }: OwnShareProps) {
  const t = useT(messages);
  const [isOpen, setOpen] = useState<"receiver" | "withdraw">();
  const nowSec = useChainNow();
  const own = pool.account?.contribution;
  if (own === undefined) return null;
  const { withdrawableFrom } = actions;
  const isEarly = withdrawableFrom !== null && withdrawableFrom > nowSec;
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-base">{t("title")}</h2>
      <Facts>
        <Fact label={t("amount")} value={<Amount value={own.amount} maxDecimals={9} />} />
        <Fact label={t("receiver")} value={<Address value={own.beneficiary} />} />
      </Facts>
      <div className="flex flex-wrap items-center gap-3">
        {actions.canChangeBeneficiary && isOpen !== "receiver" && (
          <Button size="sm" onClick={() => setOpen("receiver")}>
            {t("change")}
          </Button>
        )}
        {actions.canWithdraw && (
          <Button size="sm" disabled={isEarly} onClick={() => setOpen("withdraw")}>
            {t("withdraw")}
          </Button>
        )}
        {actions.canWithdraw && isEarly && (
          <span className="text-xs text-muted">{t.rich("from", { time: <Time at={withdrawableFrom} /> })}</span>
        )}
      </div>
      {isOpen === "receiver" && (
        <ChangeReceiver pool={pool} onSent={onSent} onClose={() => setOpen(undefined)} current={own.beneficiary} />
      )}
      {isOpen === "withdraw" && (
        <Withdraw pool={pool} amount={own.amount} onSent={onSent} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

type DialogProps = Pick<OwnShareProps, "pool" | "onSent"> & { readonly onClose: () => void };

function ChangeReceiver({ pool, current, onSent, onClose }: DialogProps & { readonly current: Hex }) {
  const t = useT(messages);
  const { signer, vesting } = useActing();
  const [text, setText] = useState("");
  const refused = [pool.address, vesting?.address];
  const read = readBeneficiary(text, refused);
  const chosen = read.ok ? (read.beneficiary ?? signer) : undefined;
  const act = (wallet: Wallet) => {
    const parameters = { pool: pool.address, beneficiary: chosen as Hex };
    if (vesting === null) return updateBeneficiary(wallet, parameters);
    return vestingUpdateBeneficiary(wallet, { ...parameters, vesting: vesting.address as Hex });
  };
  return (
    <div className="max-w-128">
      <Sign
        label={t("save")}
        act={act}
        deps={["updateBeneficiary", pool.address, chosen, vesting?.address]}
        needs={{ feature: "pools" }}
        isComplete={chosen !== undefined && !isSameAddress(chosen, current)}
        onSent={onSent}
        onDone={onClose}
      >
        <div className="w-full">
          <BeneficiaryField text={text} onChange={setText} fallback={signer} refused={refused} />
        </div>
        <Button size="sm" variant="quiet" onClick={onClose}>
          {t("stop")}
        </Button>
      </Sign>
    </div>
  );
}

function Withdraw({ pool, amount, onSent, onClose }: DialogProps & { readonly amount: bigint }) {
  const t = useT(messages);
  const { account, vesting } = useActing();
  const isKept = pool.reserved.some(({ contributor }) => isSameAddress(contributor, account));
  const act = (wallet: Wallet) =>
    vesting === null
      ? withdrawContribution(wallet, { pool: pool.address })
      : vestingWithdrawContribution(wallet, { pool: pool.address, vesting: vesting.address as Hex });
  return (
    <ConfirmAct
      title={t("confirmTitle")}
      sentence={t.rich("sentence", {
        amount: <Amount value={amount} maxDecimals={9} />,
        account: t(vesting === null ? "you" : "vesting"),
      })}
      consequences={[
        ...(pool.state === "waitForFinalized" ? [{ id: "reopens", text: t("reopens") }] : []),
        ...(isKept ? [{ id: "kept", text: t("kept") }] : []),
      ]}
      confirmLabel={t("withdraw")}
      act={act}
      deps={["withdrawContribution", pool.address, vesting?.address, amount]}
      needs={{}}
      onSent={onSent}
      onClose={onClose}
    />
  );
}
