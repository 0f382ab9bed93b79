import { Amount, AmountField, Banner, Button, defineMessages, formatAmount, Link, useT } from "@session/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "viem";
import { WriteError } from "../../transactions/WriteError.tsx";
import { requestFunds } from "./mutations.ts";

const messages = defineMessages("portal.faucetForm", {
  amount: "How much",
  hint: "ETH for network fees comes along.",
  ask: "Get test tokens",
  got: "{amount} and some ETH are on your account",
  next: "What now? Join a pool, or register a node of your own.",
  join: "Stake",
  run: "Run a node",
});

export type FaucetFormProps = {
  readonly url: string;
  readonly account: Hex;
  /** Base units. */
  readonly suggested: bigint;
  readonly isReady: boolean;
};

/** Asks for test tokens; a request costs nothing, the faucet pays the fee. */
export function FaucetForm({ url, account, suggested, isReady }: FaucetFormProps) {
  const t = useT(messages);
  const client = useQueryClient();
  const [text, setText] = useState(() => formatAmount(suggested).plain);
  const [amount, setAmount] = useState<bigint | undefined>(suggested);
  const ask = useMutation({
    mutationFn: (units: bigint) => requestFunds(url, account, units),
    onSuccess: () => client.invalidateQueries({ queryKey: ["balances"] }),
  });
  const send = () => {
    if (amount !== undefined && isReady && !ask.isPending) ask.mutate(amount);
  };
  return (
    <form
      noValidate
      className="flex max-w-96 flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <AmountField
        label={t("amount")}
        hint={t("hint")}
        text={text}
        min={1n}
        onChange={(typed, units) => {
          setText(typed);
          setAmount(units);
        }}
      />
      <Button type="submit" variant="primary" disabled={amount === undefined || !isReady} busy={ask.isPending}>
        {t("ask")}
      </Button>
      <WriteError error={ask.error} onRetry={send} />
      {ask.data !== undefined && (
        <Banner tone="good" title={t.rich("got", { amount: <Amount value={ask.data.amount} /> })}>
          <p>{t("next")}</p>
          <p className="flex gap-4">
            <Link href="/stake">{t("join")}</Link>
            <Link href="/register">{t("run")}</Link>
          </p>
        </Banner>
      )}
    </form>
  );
}
