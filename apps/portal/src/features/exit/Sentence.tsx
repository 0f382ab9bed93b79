import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import { Address, Amount, formatDuration, Time, useLocale, useT } from "@session/ui";
import type { Hex } from "viem";
import { exitMessages } from "./messages.ts";
import { type LeaveKind, lockOf, toLeaveSentence } from "./model.ts";

export type SentenceProps = {
  readonly kind: LeaveKind;
  readonly node: NodeDetail;
  readonly account: Hex;
  readonly isVesting: boolean;
  readonly params: Pick<ParamsResponse, "durations">;
  /** The chain's, unix seconds: locks and waits end by it. */
  readonly nowSec: number;
};

/** What happens to whom and when, as one plain sentence. */
export function Sentence({ kind, node, account, isVesting, params, nowSec }: SentenceProps) {
  const t = useT(exitMessages);
  const { locale } = useLocale();
  const { standing, total, toAccount, others } = toLeaveSentence(node.shares, account);
  const lock = lockOf(kind, node, nowSec);
  const { unlockSec } = params.durations.chain;
  const me = isVesting ? t.rich("vesting", { address: <Address value={account} copy={false} /> }) : t("you");
  return (
    <span>
      {t.rich(`${standing}.${lock === undefined ? kind : "lock"}`, {
        total: <Amount value={total} />,
        mine: <Amount value={toAccount} />,
        me,
        others,
        wait: formatDuration(unlockSec, locale, "long"),
        time: <Time at={lock ?? nowSec + unlockSec} />,
      })}
    </span>
  );
}

/** Each contributor's part; folded, because a pool may have ten. */
export function Shares({ node, account }: Pick<SentenceProps, "node" | "account">) {
  const t = useT(exitMessages);
  const { shares } = toLeaveSentence(node.shares, account);
  if (shares.length < 2) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-muted hover:text-text">{t("shares")}</summary>
      <ul className="flex flex-col gap-1 pt-2">
        {shares.map(({ staker, returns, isAccount }) => (
          <li key={staker} className="flex flex-wrap justify-between gap-x-4">
            <span className={isAccount ? "font-medium" : ""}>
              <Address value={staker} {...(isAccount ? { label: t("you") } : {})} />
            </span>
            <Amount value={returns} />
          </li>
        ))}
      </ul>
    </details>
  );
}
