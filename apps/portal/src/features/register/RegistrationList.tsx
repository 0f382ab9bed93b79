import type { StoredRegistration } from "@session/sdk/indexer-api";
import { ButtonLink, defineMessages, EmptyState, Key, Table, Time, useT } from "@session/ui";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.registrations", {
  caption: "Nodes that wait for you",
  node: "ed25519 key",
  prepared: "Prepared",
  expires: "Kept until",
  action: "Next step",
  register: "Register",
  empty: "No node waits for you",
  emptyWhy: "On your node, run this command; it hands its keys and proofs to the network, and the node shows here:",
});

/** Registrations that nodes have prepared for the connected operator. */
export function RegistrationList({ operator }: { readonly operator: Hex }) {
  const t = useT(messages);
  const query = useAnswer("listRegistrations", { operator }, { everyMs: 4_000 });
  return (
    <Answered query={query}>
      {({ items }) => (
        <Table<StoredRegistration>
          caption={t("caption")}
          rows={items}
          rowKey={({ ed25519Pubkey }) => ed25519Pubkey}
          empty={
            <EmptyState title={t("empty")}>
              {t("emptyWhy")}
              <code className="mt-2 block font-mono break-all text-text">session-node register {operator}</code>
            </EmptyState>
          }
          columns={[
            { id: "node", header: t("node"), cell: (row) => <Key value={row.ed25519Pubkey} thing={t("node")} /> },
            { id: "prepared", header: t("prepared"), cell: (row) => <Time at={row.createdAt} /> },
            { id: "expires", header: t("expires"), cell: (row) => <Time at={row.expiresAt} precision="day" /> },
            {
              id: "action",
              header: t("action"),
              cell: (row) => (
                <ButtonLink size="sm" variant="primary" href={`/register/${row.ed25519Pubkey}`}>
                  {t("register")}
                </ButtonLink>
              ),
            },
          ]}
        />
      )}
    </Answered>
  );
}
