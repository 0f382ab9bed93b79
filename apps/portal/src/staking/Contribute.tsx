import { contribute, type Pool, vestingContribute, type Wallet } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { Amount, AmountField, Banner, Button, checkAmount, Duration, defineMessages, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { useActing } from "../wallet/acting.tsx";
import { useBalances } from "../wallet/useBalances.ts";
import { BeneficiaryField, type BeneficiaryFieldProps } from "./BeneficiaryField.tsx";
import { leastOf, toReceiver, whyClosed } from "./contribution.ts";
import { readBeneficiary } from "./readBeneficiary.ts";
import { Sign } from "./Sign.tsx";
import { useShownTerms } from "./shownTerms.ts";
import { useCanPermit } from "./useCanPermit.ts";
import { useDecimalSign } from "./useDecimalSign.ts";

const messages = defineMessages("portal.contribute", {
  amount: "Your contribution",
  amountMore: "Add to your contribution",
  limits: "From {least} to {most}.",
  upTo: "Up to {most}.",
  receiver: "Who gets the rewards",
  hint: "You can take it back {wait} after your last contribution, until the node is registered.",
  hintOperator: "You can take it back at any time until the node is registered; everybody is refunded then.",
  permit: "Your wallet asks twice: first a permission for exactly this amount (free), then the contribution.",
  approval: "Your wallet asks twice: first an approval of exactly this amount, then the contribution.",
  once: "Your wallet asks once.",
  operatorFirst: "The operator contributes first; then others can join",
  full: "The pool is full",
  finalized: "The pool's node is registered",
  outdated: "The network's terms have changed: this pool takes nothing more, and contributions can be withdrawn",
  noPlace: "Every place is taken, or kept for somebody else",
  waitsForReserved: "You are in. What is missing is kept for others",
  changed: "The operator has changed the terms since you opened this page",
  changedWhy:
    "Look at them again above: fee, places kept, the node's keys, or who starts it. Nothing is sent under terms you haven't seen.",
  agree: "I have seen the new terms",
});

export type ContributeProps = {
  /** Read for `account`. */
  readonly pool: Pool;
  readonly params: ParamsResponse;
  readonly account: Hex;
  readonly label: string;
  readonly initialAmount?: string;
  readonly initialBeneficiary?: string;
  readonly onSent: (hash: Hex) => void;
  readonly onDone?: (contributed: bigint) => void;
};

/** A contribution under the terms shown: the first, a further one, the operator's own. */
export function Contribute(props: ContributeProps) {
  const t = useT(messages);
  const { pool, params, account, label, onSent, onDone = () => undefined } = props;
  const { signer, vesting } = useActing();
  const sesh = params.contracts.sesh as Hex;
  const balances = useBalances(account, sesh);
  const permit = useCanPermit(sesh, signer);
  const decimalSign = useDecimalSign();
  const shown = useShownTerms(pool.termsHash);
  const [text, setText] = useState(props.initialAmount ?? "");
  // As long as nobody types, it follows the chain: a receiver named elsewhere isn't taken back by the next contribution.
  const [typed, setTyped] = useState<string>();
  const receiver = typed ?? toReceiver(pool, props.initialBeneficiary);
  const refused = [pool.address, vesting?.address];
  const read = readBeneficiary(receiver, refused);
  const reason = whyClosed(pool, params.staking, account);
  if (reason !== undefined) return <Banner tone="info" title={t(reason)} />;
  const limits = pool.account ?? pool;
  const most = leastOf(limits.maximumContribution, balances.data?.sesh);
  const checked = checkAmount(text, { min: limits.minimumContribution, max: most }, { decimalSign });
  const amount = checked.ok ? checked.amount : undefined;
  const isInside = pool.account?.contribution !== undefined;
  const own = read.ok && read.beneficiary !== undefined ? { beneficiary: read.beneficiary } : {};
  const act = (wallet: Wallet) => {
    const call = { pool: pool.address, amount: amount ?? 0n, termsHash: shown.accepted as Hex, ...own };
    if (vesting !== null) return vestingContribute(wallet, { ...call, vesting: vesting.address as Hex });
    const factory = params.contracts.serviceNodeContributionFactory as Hex;
    return contribute(wallet, { ...call, factory, sesh, permit });
  };
  return (
    <Sign
      label={label}
      act={act}
      deps={["contribute", pool.address, amount, shown.accepted, own.beneficiary, vesting?.address, permit]}
      needs={{ sesh: amount ?? 0n, holder: account, pausable: pool.address, feature: "pools" }}
      isComplete={amount !== undefined && read.ok && !shown.haveChanged}
      onSent={onSent}
      onDone={({ contributed }) => {
        setText("");
        setTyped(undefined);
        onDone(contributed);
      }}
    >
      {shown.haveChanged && <TermsChanged onAgree={shown.accept} />}
      <div className="w-full max-w-96">
        <AmountField
          label={t(isInside ? "amountMore" : "amount")}
          hint={t.rich(isInside ? "upTo" : "limits", {
            least: <Amount value={limits.minimumContribution} maxDecimals={9} />,
            most: <Amount value={limits.maximumContribution} maxDecimals={9} />,
          })}
          text={text}
          min={limits.minimumContribution}
          max={limits.maximumContribution}
          available={balances.data?.sesh}
          onChange={setText}
        />
      </div>
      <Receiver text={receiver} onChange={setTyped} fallback={signer} refused={refused} />
      <TakeBack pool={pool} params={params} account={account} />
      <p className="text-xs text-muted">{t(vesting !== null ? "once" : permit ? "permit" : "approval")}</p>
    </Sign>
  );
}

/** Out of sight until somebody wants it, or has named somebody. */
function Receiver(props: BeneficiaryFieldProps) {
  const t = useT(messages);
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="w-full max-w-128"
      open={isOpen || props.text !== ""}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer text-muted">{t("receiver")}</summary>
      <div className="pt-3">
        <BeneficiaryField
          {...props}
          onChange={(text) => {
            // Emptied by somebody who types, it stays in sight.
            setOpen(true);
            props.onChange(text);
          }}
        />
      </div>
    </details>
  );
}

/** What is shown when the operator changes the terms under a reader's eyes. */
function TermsChanged({ onAgree }: { readonly onAgree: () => void }) {
  const t = useT(messages);
  return (
    <Banner
      tone="warn"
      title={t("changed")}
      action={
        <Button size="sm" onClick={onAgree}>
          {t("agree")}
        </Button>
      }
    >
      {t("changedWhy")}
    </Banner>
  );
}

function TakeBack({ pool, params, account }: Pick<ContributeProps, "pool" | "params" | "account">) {
  const t = useT(messages);
  const isOperator = pool.operator.toLowerCase() === account.toLowerCase();
  const wait = <Duration seconds={params.durations.contract.poolWithdrawalSec} display="long" />;
  return <p className="text-xs text-muted">{isOperator ? t("hintOperator") : t.rich("hint", { wait })}</p>;
}
