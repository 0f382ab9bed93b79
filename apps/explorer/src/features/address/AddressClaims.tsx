import { Amount, defineMessages, EmptyState, formatAmount, Key, Table, useT } from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { Moment } from "../../parts/Moment.tsx";

const messages = defineMessages("explorer.addressClaims", {
  caption: "Claims",
  none: "It has claimed nothing so far",
  at: "Time",
  amount: "Paid",
  lifetime: "Of earned in all",
  tx: "Transaction",
});

/** What was paid out to an address, newest first. */
export function AddressClaims({ address }: { readonly address: string }) {
  const t = useT(messages);
  const topics = [`address:${address.toLowerCase() as `0x${string}`}`] as const;
  const rewards = useAnswer("getRewards", { address, limit: 100 }, { topics });
  return (
    <Answered query={rewards}>
      {({ claims }) => (
        <Table
          caption={t("caption")}
          hideCaption
          csvName={`claims-${address}`}
          rows={claims.items}
          rowKey={({ block, logIndex }) => `${block}-${logIndex}`}
          empty={<EmptyState title={t("none")} />}
          columns={[
            {
              id: "at",
              header: t("at"),
              cell: ({ at }) => <Moment at={at} />,
              csv: ({ at }) => new Date(at * 1_000).toISOString(),
            },
            {
              id: "amount",
              header: t("amount"),
              align: "end",
              cell: ({ amount }) => <Amount value={BigInt(amount)} />,
              csv: ({ amount }) => formatAmount(BigInt(amount)).plain,
            },
            {
              id: "lifetime",
              header: t("lifetime"),
              align: "end",
              cell: ({ lifetimeRewards }) => <Amount value={BigInt(lifetimeRewards)} />,
            },
            {
              id: "tx",
              header: t("tx"),
              cell: ({ txHash }) => <Key value={txHash} href={`/tx/${txHash}`} />,
              csv: ({ txHash }) => txHash,
            },
          ]}
        />
      )}
    </Answered>
  );
}
