import type { ParamsResponse, StakesResponse } from "@session/sdk/indexer-api";
import { Address, Amount, useT } from "@session/ui";
import { type ReactNode, useState } from "react";
import { type Hex, isAddressEqual } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { ClaimForm, type ClaimFormProps } from "./ClaimForm.tsx";
import { claimMessages } from "./messages.ts";
import { beneficiariesOf } from "./model.ts";
import { RecipientPicker } from "./RecipientPicker.tsx";

export type ClaimPanelProps = {
  readonly account: Hex;
  readonly stakes: StakesResponse;
  readonly params: ParamsResponse;
  readonly onSent: (hash: Hex) => void;
  readonly afterwards?: ReactNode;
};

/** Claims rewards: the reader's own, or those of anybody, which go to them. */
export function ClaimPanel({ account, stakes, ...rest }: ClaimPanelProps) {
  const t = useT(claimMessages);
  const [recipient, setRecipient] = useState<Hex | undefined>(account);
  const isOwn = recipient !== undefined && isAddressEqual(recipient, account);
  const others = beneficiariesOf(stakes);
  const picker = <RecipientPicker account={account} beneficiaries={others} onChange={setRecipient} />;
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-4">
      <h2 className="text-base">{t("title")}</h2>
      {others.length > 0 && picker}
      {isOwn && <ClaimForm {...rest} account={account} recipient={account} rewards={stakes.rewards} />}
      {recipient !== undefined && !isOwn && (
        <ClaimForAnother key={recipient} {...rest} account={account} recipient={recipient} />
      )}
      {others.length === 0 && picker}
    </section>
  );
}

function ClaimForAnother(props: Omit<ClaimFormProps, "rewards">) {
  const t = useT(claimMessages);
  const { recipient } = props;
  const topic = `address:${recipient.toLowerCase()}` as `address:0x${string}`;
  const rewards = useAnswer("getRewards", { address: recipient, limit: 1 }, { topics: [topic, "network"] });
  return (
    <Answered query={rewards} lines={3}>
      {(all) => (
        <>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-muted">
              {t.rich("claimableOf", { address: <Address value={recipient} href={`/address/${recipient}`} /> })}
            </span>
            <Amount value={BigInt(all.claimable)} />
          </p>
          <ClaimForm {...props} rewards={all} />
        </>
      )}
    </Answered>
  );
}
