import type { RewardsOfAddress } from "@session/sdk/indexer-api";
import {
  Amount,
  ButtonLink,
  type CursorPages,
  cursorOf,
  EmptyState,
  firstPage,
  Key,
  Pagination,
  Table,
  Time,
  useT,
} from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { rewardMessages } from "./messages.ts";

type Claim = RewardsOfAddress["claims"]["items"][number];

const PAGE = 20;

/** What was claimed, newest first, page by page. */
export function Claims({ account }: { readonly account: Hex }) {
  const t = useT(rewardMessages);
  const [pages, setPages] = useState<CursorPages>(firstPage);
  const cursor = cursorOf(pages);
  const topic = `address:${account.toLowerCase()}` as `address:0x${string}`;
  const input = { address: account, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  const rewards = useAnswer("getRewards", input, { topics: [topic] });
  const hasPages = pages.length > 1 || (rewards.data !== undefined && rewards.data.claims.next !== null);
  return (
    <div className="flex flex-col gap-3">
      <Answered query={rewards}>{({ claims }) => <ClaimsTable claims={claims.items} />}</Answered>
      {hasPages && (
        <Pagination label={t("claims")} pages={pages} next={rewards.data?.claims.next} onChange={setPages} />
      )}
    </div>
  );
}

function ClaimsTable({ claims }: { readonly claims: readonly Claim[] }) {
  const t = useT(rewardMessages);
  const { config } = usePortal();
  const linkOf = (hash: string) =>
    config.explorerUrl === null ? `/stakes?tx=${hash}` : `${config.explorerUrl}/tx/${hash}`;
  return (
    <Table<Claim>
      caption={t("claims")}
      rows={claims}
      rowKey={({ txHash, logIndex }) => `${txHash}-${logIndex}`}
      empty={
        <EmptyState title={t("noClaims")} action={<ButtonLink href="/stakes">{t("claim")}</ButtonLink>}>
          {t("noClaimsWhy")}
        </EmptyState>
      }
      columns={[
        { id: "at", header: t("at"), cell: ({ at }) => <Time at={at} /> },
        {
          id: "transaction",
          header: t("transaction"),
          cell: ({ txHash }) => <Key value={txHash} href={linkOf(txHash)} />,
        },
        { id: "paid", header: t("paid"), align: "end", cell: ({ amount }) => <Amount value={BigInt(amount)} /> },
      ]}
    />
  );
}
