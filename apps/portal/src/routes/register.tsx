import { Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { useIsOn } from "../app/portal.ts";
import { RegistrationList } from "../features/register/RegistrationList.tsx";
import { useActing } from "../wallet/acting.tsx";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.registerPage", {
  title: "Run a node",
  connect: "Connect the operator's wallet",
  connectWhy: "The account that stakes first owns the node; nodes that were prepared for it show here.",
  off: "Registering is switched off on this site for now",
});

export function RegisterPage() {
  const t = useT(messages);
  const { account: address } = useActing();
  const isOn = useIsOn("register");
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {!isOn && <Banner tone="warn" title={t("off")} />}
      {isOn && address === undefined && (
        <EmptyState title={t("connect")} action={<WalletButton />}>
          {t("connectWhy")}
        </EmptyState>
      )}
      {isOn && address !== undefined && <RegistrationList operator={address} />}
    </>
  );
}
