import { Amount, Banner, defineMessages, EmptyState, Fact, Facts, useT } from "@session/ui";
import type { Hex } from "viem";
import { useIsOn, usePortal } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { FaucetForm } from "../features/faucet/FaucetForm.tsx";
import { FaultList, usePreflight } from "../transactions/Preflight.tsx";
import { useBalances } from "../wallet/useBalances.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { WatchAsset } from "../wallet/WatchAsset.tsx";

const messages = defineMessages("portal.faucetPage", {
  title: "Faucet",
  why: "Test tokens for this network; they are worth nothing elsewhere.",
  none: "There is no faucet here",
  noneWhy: "This network's tokens are real.",
  sesh: "Your SESH",
  eth: "Your ETH",
  unknown: "not known",
});

/** Without ETH of one's own: the faucet sends it along. */
const NEEDS = { eth: false, feature: "faucet" } as const;

export function FaucetPage() {
  const t = useT(messages);
  const { config } = usePortal();
  const { address } = useWallet();
  const isOn = useIsOn("faucet");
  const params = useAnswer("getParams", {});
  const { isReady, faults } = usePreflight(NEEDS);
  if (config.faucetUrl === null) return <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>;
  const { faucetUrl } = config;
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <Banner tone="info" title={t("why")} />
      <FaultList faults={faults} />
      {address !== undefined && isOn && (
        <Answered query={params}>
          {({ contracts, staking }) => (
            <>
              <Balances account={address} sesh={contracts.sesh as Hex} />
              <FaucetForm
                key={address}
                url={faucetUrl}
                account={address}
                suggested={BigInt(staking.requirement)}
                isReady={isReady}
              />
              <WatchAsset />
            </>
          )}
        </Answered>
      )}
    </>
  );
}

function Balances({ account, sesh }: { readonly account: Hex; readonly sesh: Hex }) {
  const t = useT(messages);
  const { data, isError } = useBalances(account, sesh);
  const missing = isError ? t("unknown") : "…";
  return (
    <Facts>
      <Fact label={t("sesh")} value={data === undefined ? missing : <Amount value={data.sesh} copy />} />
      <Fact
        label={t("eth")}
        value={data === undefined ? missing : <Amount value={data.eth} unit="ETH" decimals={18} />}
      />
    </Facts>
  );
}
