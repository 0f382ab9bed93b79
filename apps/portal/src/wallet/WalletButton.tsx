import { Address, Banner, Button, defineMessages, useT } from "@session/ui";
import { lazy, Suspense, useState } from "react";
import { useConnection, useDisconnect, useSwitchChain } from "wagmi";
import { usePortal } from "../app/portal.ts";
import { useExplain } from "../errors/useExplain.ts";
import { ActingPicker } from "./ActingPicker.tsx";
import { BURNER_ID } from "./burner.ts";
import { useWallet } from "./useWallet.ts";

const messages = defineMessages("portal.wallet", {
  connect: "Connect wallet",
  disconnect: "Disconnect",
  burnerMark: "burner",
  burnerWhy: "A key kept in this browser's storage. Never send real funds to it.",
  wrongChain: "Your wallet is on another network",
  wrongChainWhy: "Nothing can be sent until it is on {network} (chain {chainId}).",
  switch: "Switch to {network}",
});

/** Loaded when somebody connects. */
const ChooseWallet = lazy(async () => ({ default: (await import("./ChooseWallet.tsx")).ChooseWallet }));

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
      {isChoosing && (
        <Suspense fallback={null}>
          <ChooseWallet open onOpenChange={setChoosing} />
        </Suspense>
      )}
    </>
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
