import { contribute, getPool } from "@session/sdk";
import type { ParamsResponse, PoolDetail } from "@session/sdk/indexer-api";
import { Amount, AmountField, Banner, Button, defineMessages, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { useBalances } from "../../wallet/useBalances.ts";
import { toJoinLimits, whyClosed } from "./model.ts";

const messages = defineMessages("portal.joinForm", {
  amount: "Your contribution",
  hint: "You agree to the terms above; if the operator changes them first, nothing is sent.",
  join: "Join the pool",
  joined: "You have joined with {amount}",
  waiting: "The operator hasn't contributed yet",
  full: "The pool is full; its node is being registered",
  finalized: "The pool's node is registered",
  outdated: "The network's terms have changed: this pool takes nothing more, and contributions can be withdrawn",
  noPlace: "There is no place for your account in this pool",
});

export type JoinFormProps = {
  readonly pool: PoolDetail;
  readonly params: ParamsResponse;
  readonly account: Hex;
  readonly isBlocked: boolean;
  readonly onSent: (hash: Hex) => void;
};

export function JoinForm({ pool, params, account, isBlocked, onSent }: JoinFormProps) {
  const t = useT(messages);
  const { minimum, maximum } = toJoinLimits(pool);
  const sesh = params.contracts.sesh as Hex;
  const balances = useBalances(account, sesh);
  const [text, setText] = useState("");
  const [amount, setAmount] = useState<bigint>();
  const factory = params.contracts.serviceNodeContributionFactory as Hex | null;
  const write = useWrite(async (wallet, units: bigint) => {
    if (factory === null) throw new RangeError("this network has no pools");
    const place = { factory, pool: pool.address as Hex };
    // The terms as the contract has them now; the contract refuses when they change before the transaction is mined.
    const { termsHash } = await getPool(wallet, place);
    return contribute(wallet, { ...place, sesh, amount: units, termsHash, permit: true });
  }, onSent);
  const reason = whyClosed(pool);
  if (reason !== undefined) return <Banner tone="info" title={t(reason)} />;
  return (
    <form
      className="flex max-w-96 flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount !== undefined) write.mutate(amount);
      }}
    >
      <AmountField
        label={t("amount")}
        hint={t("hint")}
        text={text}
        min={minimum}
        max={maximum}
        available={balances.data?.sesh}
        onChange={(typed, units) => {
          setText(typed);
          setAmount(units);
        }}
      />
      <Button type="submit" variant="primary" busy={write.isPending} disabled={isBlocked || amount === undefined}>
        {t("join")}
      </Button>
      <WriteError error={write.error} />
      {write.isSuccess && (
        <Banner tone="good" title={t.rich("joined", { amount: <Amount key="a" value={write.variables} /> })} />
      )}
    </form>
  );
}
