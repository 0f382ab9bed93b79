import { Address, Banner, Button, Dialog, defineMessages, useT } from "@session/ui";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Connector, useConnect, useConnectors } from "wagmi";
import { useExplain } from "../errors/useExplain.ts";
import { safeIcon, safeName } from "./announced.ts";
import { BURNER_ID } from "./burner.ts";
import { Pairing } from "./Pairing.tsx";

import { WatchForm } from "./WatchForm.tsx";
import { WALLET_CONNECT_ID } from "./walletConnect.ts";
import { useWatched } from "./watched.ts";

const messages = defineMessages("portal.chooseWallet", {
  title: "Connect a wallet",
  why: "Your wallet signs every transaction; the portal never holds your keys.",
  burner: "Burner wallet (this browser, test tokens only)",
  pair: "WalletConnect (a wallet on another device)",
  none: "No wallet was found in this browser. Install one, then reload the page.",
  watch: "Or only look at an address",
});

export type ChooseWalletProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** The wallets there are, and the way without one: looking at an address. */
export function ChooseWallet({ open, onOpenChange }: ChooseWalletProps) {
  const t = useT(messages);
  const connectors = [...useConnectors()].sort((one, other) => rankOf(one) - rankOf(other));
  const connect = useConnect();
  const [pairing, setPairing] = useState<Connector>();
  const explain = useExplain();
  const refused = connect.error === null ? undefined : explain(connect.error);
  const start = (connector: Connector) => {
    setPairing(connector.id === WALLET_CONNECT_ID ? connector : undefined);
    connect.mutate({ connector }, { onSuccess: () => onOpenChange(false), onError: () => setPairing(undefined) });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("why")}>
      {connectors.length === 0 && <p>{t("none")}</p>}
      {connectors.map((connector) => (
        <Button key={connector.uid} title={connector.id} onClick={() => start(connector)}>
          <Icon connector={connector} />
          <NameOf connector={connector} />
        </Button>
      ))}
      {pairing !== undefined && <Pairing connector={pairing} />}
      {refused !== undefined && (
        <Banner tone={refused.isRefusal ? "info" : "danger"} title={refused.what}>
          {refused.next}
        </Banner>
      )}
      <Watching onOpenChange={onOpenChange} />
    </Dialog>
  );
}

/** What the browser has first, what needs another device or is for tests only last. */
const rankOf = ({ id }: Connector) => (id === BURNER_ID ? 2 : id === WALLET_CONNECT_ID ? 1 : 0);

function NameOf({ connector: { id, name } }: { readonly connector: Connector }) {
  const t = useT(messages);
  if (id === BURNER_ID) return t("burner");
  return id === WALLET_CONNECT_ID ? t("pair") : <span className="max-w-72 truncate">{safeName(name, id)}</span>;
}

function Icon({ connector }: { readonly connector: Connector }) {
  const icon = safeIcon(connector.icon);
  return icon === undefined ? null : <img src={icon} alt="" width={20} height={20} className="size-5" />;
}

function Watching({ onOpenChange }: Pick<ChooseWalletProps, "onOpenChange">) {
  const t = useT(messages);
  const { list } = useWatched();
  const navigate = useNavigate();
  const show = (address: string) => {
    onOpenChange(false);
    void navigate({ to: "/address/$address", params: { address } });
  };
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="font-medium">{t("watch")}</h3>
      {list.length > 0 && (
        <ul className="flex flex-col gap-1">
          {list.map(({ address, label }) => (
            <li key={address}>
              <Button variant="quiet" size="sm" onClick={() => show(address)}>
                {label === "" ? null : <span>{label}</span>} <Address value={address} copy={false} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <WatchForm onAdded={show} />
    </section>
  );
}
