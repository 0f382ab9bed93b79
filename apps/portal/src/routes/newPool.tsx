import { Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { useIsOn } from "../app/portal.ts";
import { RegistrationList } from "../features/register/RegistrationList.tsx";
import { useActing } from "../wallet/acting.tsx";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.newPoolPage", {
  title: "Start a pool",
  why: 'A pool belongs to a node of yours: prepare the node, choose it here, and say "with others" in its first step.',
  connect: "Connect the operator's wallet",
  connectWhy: "Nodes that were prepared for your account show here.",
  vesting: "A vesting contract can't open a pool",
  vestingWhy: "It can stake for a node alone, or join somebody's pool. Let your wallet act to open one.",
  off: "Pools are switched off on this site for now",
});

export function NewPoolPage() {
  const t = useT(messages);
  const { account, signer, vesting } = useActing();
  const areOn = [useIsOn("register"), useIsOn("pools")];
  const isOn = areOn.every(Boolean);
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-xl">{t("title")}</h1>
        <p className="max-w-prose text-muted">{t("why")}</p>
      </div>
      {!isOn && <Banner tone="warn" title={t("off")} />}
      {isOn && signer === undefined && (
        <EmptyState title={t("connect")} action={<WalletButton />}>
          {t("connectWhy")}
        </EmptyState>
      )}
      {isOn && vesting !== null && (
        <Banner tone="info" title={t("vesting")}>
          {t("vestingWhy")}
        </Banner>
      )}
      {isOn && account !== undefined && vesting === null && <RegistrationList operator={account} />}
    </>
  );
}
