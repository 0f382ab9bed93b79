import { defineMessages, EmptyState, useT } from "@session/ui";
import { RewardHistory } from "../features/rewards/RewardHistory.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.rewardsPage", {
  title: "Rewards",
  connect: "Connect your wallet to see what it earned",
});

export function RewardsPage() {
  const t = useT(messages);
  const { address } = useWallet();
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {address === undefined && <EmptyState title={t("connect")} action={<WalletButton />} />}
      {address !== undefined && <RewardHistory account={address} />}
    </>
  );
}
