import { type Pool, resetPool } from "@session/sdk";
import { Address, Amount, defineMessages, useT } from "@session/ui";
import type { Hex } from "viem";
import { ConfirmAct } from "../../staking/ConfirmAct.tsx";
import { toRefunds } from "./model.ts";

const messages = defineMessages("portal.cancelPool", {
  title: "Cancel the pool",
  alone: "Cancelling returns {mine} to you at once; nobody else is inside.",
  shared:
    "Cancelling returns {mine} to you and {rest} to {others, plural, one {# other contributor} other {# other contributors}} at once.",
  refund: "{amount} to {who}",
  stays: "The pool stays yours, empty: you can change its terms and contribute again, or leave it.",
  confirm: "Return everything",
});

export type CancelPoolProps = {
  readonly pool: Pool;
  readonly account: string;
  readonly onSent: (hash: Hex) => void;
  readonly onClose: () => void;
};

/** Empties the pool; says who gets what. */
export function CancelPool({ pool, account, onSent, onClose }: CancelPoolProps) {
  const t = useT(messages);
  const { mine, others, toOthers } = toRefunds(pool.contributions, account);
  return (
    <ConfirmAct
      title={t("title")}
      sentence={t.rich(others.length === 0 ? "alone" : "shared", {
        mine: <Amount value={mine} maxDecimals={9} />,
        rest: <Amount value={toOthers} maxDecimals={9} />,
        others: others.length,
      })}
      consequences={[
        ...others.map(({ staker, amount }) => ({
          id: staker,
          text: t.rich("refund", {
            amount: <Amount value={amount} maxDecimals={9} />,
            who: <Address value={staker} copy={false} />,
          }),
        })),
        { id: "stays", text: t("stays") },
      ]}
      confirmLabel={t("confirm")}
      act={(wallet) => resetPool(wallet, { pool: pool.address })}
      deps={["reset", pool.address, pool.contributions.length]}
      needs={{}}
      onSent={onSent}
      onClose={onClose}
    />
  );
}
