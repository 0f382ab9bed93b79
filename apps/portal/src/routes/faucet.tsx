import { Amount, Banner, defineMessages, EmptyState, Fact, Facts, useT } from "@session/ui";
import type { Hex } from "viem";
import { useIsOn, usePortal } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { FaucetForm } from "../features/faucet/FaucetForm.tsx";
import { useBalances } from "../wallet/useBalances.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.faucetPage", {
  title: "Faucet",
  why: "Test tokens for this network; they are worth nothing elsewhere.",
  none: "There is no faucet here",
  noneWhy: "This network's tokens are real.",
  connect: "Connect a wallet to receive test tokens",
  sesh: "Your SESH",
  eth: "Your ETH",
});

export function FaucetPage() {
  const t = useT(messages);
  const { config } = usePortal();
  const { address } = useWallet();
  const isOn = useIsOn("faucet");
  const params = useAnswer("getParams", {});
  if (config.faucetUrl === null || !isOn) return <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>;
  const { faucetUrl } = config;
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <Banner tone="info" title={t("why")} />
      {address === undefined && <EmptyState title={t("connect")} action={<WalletButton />} />}
      {address !== undefined && (
        <Answered query={params}>
          {({ contracts, staking }) => (
            <>
              <Balances account={address} sesh={contracts.sesh as Hex} />
              <FaucetForm key={address} url={faucetUrl} account={address} suggested={BigInt(staking.requirement)} />
            </>
          )}
        </Answered>
      )}
    </>
  );
}

function Balances({ account, sesh }: { readonly account: Hex; readonly sesh: Hex }) {
  const t = useT(messages);
  const { data } = useBalances(account, sesh);
  return (
    <Facts>
      <Fact label={t("sesh")} value={data === undefined ? "…" : <Amount value={data.sesh} />} />
      <Fact label={t("eth")} value={data === undefined ? "…" : <Amount value={data.eth} unit="ETH" decimals={18} />} />
    </Facts>
  );
}
