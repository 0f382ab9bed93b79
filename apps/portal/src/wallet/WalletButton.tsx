import { Address, Banner, Button, Dialog, defineMessages, useT } from "@session/ui";
import { useState } from "react";
import { useConnect, useConnection, useConnectors, useDisconnect, useSwitchChain } from "wagmi";
import { usePortal } from "../app/portal.ts";
import { useExplain } from "../errors/useExplain.ts";
import { ActingPicker } from "./ActingPicker.tsx";
import { BURNER_ID } from "./burner.ts";
import { useWallet } from "./useWallet.ts";

const messages = defineMessages("portal.wallet", {
  connect: "Connect wallet",
  disconnect: "Disconnect",
  choose: "Connect a wallet",
  chooseWhy: "Your wallet signs every transaction; the portal never holds your keys.",
  burner: "Burner wallet (this browser, test tokens only)",
  burnerMark: "burner",
  burnerWhy: "A key kept in this browser's storage. Never send real funds to it.",
  none: "No wallet was found in this browser. Install one, then reload the page.",
  wrongChain: "Your wallet is on another network",
  wrongChainWhy: "Nothing can be sent until it is on {network} (chain {chainId}).",
  switch: "Switch to {network}",
});

/** The acting account, visible on every page, or the way to one. */
export function WalletButton() {
  const t = useT(messages);
  const { address } = useWallet();
  const { connector } = useConnection();
  const disconnect = useDisconnect();
  const [isChoosing, setChoosing] = useState(false);
  if (address !== undefined)
    return (
      <span className="flex flex-wrap items-center gap-2">
        {connector?.id === BURNER_ID && (
          <span className="border border-warn px-1 text-xs text-warn" title={t("burnerWhy")}>
            {t("burnerMark")}
          </span>
        )}
        <ActingPicker />
        <Address value={address} href={`/address/${address}`} />
        <Button variant="quiet" size="sm" onClick={() => disconnect.mutate()}>
          {t("disconnect")}
        </Button>
      </span>
    );
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setChoosing(true)}>
        {t("connect")}
      </Button>
      <ChooseWallet open={isChoosing} onOpenChange={setChoosing} />
    </>
  );
}

function ChooseWallet(props: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useT(messages);
  const connectors = useConnectors();
  const connect = useConnect();
  const explain = useExplain();
  const refused = connect.error === null ? undefined : explain(connect.error);
  return (
    <Dialog {...props} title={t("choose")} description={t("chooseWhy")}>
      {connectors.length === 0 && <p>{t("none")}</p>}
      {connectors.map((connector) => (
        <Button
          key={connector.uid}
          onClick={() => connect.mutate({ connector }, { onSuccess: () => props.onOpenChange(false) })}
        >
          {connector.id === BURNER_ID ? t("burner") : connector.name}
        </Button>
      ))}
      {refused !== undefined && (
        <Banner tone={refused.isRefusal ? "info" : "danger"} title={refused.what}>
          {refused.next}
        </Banner>
      )}
    </Dialog>
  );
}

/** Shown while the wallet is on another chain; nothing is sent before it is switched. */
export function WrongChainBanner() {
  const t = useT(messages);
  const { config } = usePortal();
  const { isWrongChain } = useWallet();
  const change = useSwitchChain();
  const explain = useExplain();
  if (!isWrongChain) return null;
  const { networkName: network, chainId } = config;
  const refused = change.error === null ? undefined : explain(change.error);
  return (
    <Banner
      tone="danger"
      title={t("wrongChain")}
      action={
        <Button size="sm" busy={change.isPending} onClick={() => change.mutate({ chainId })}>
          {t("switch", { network })}
        </Button>
      }
    >
      {t("wrongChainWhy", { network, chainId: String(chainId) })} {refused?.what} {refused?.next}
    </Banner>
  );
}
