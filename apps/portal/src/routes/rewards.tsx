import { Address, Banner, ButtonLink, defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { RewardHistory } from "../features/rewards/RewardHistory.tsx";
import { useActing } from "../wallet/acting.tsx";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.rewardsPage", {
  title: "Rewards",
  of: "Rewards of",
  connect: "Connect your wallet to see what it earned",
  vesting:
    "A vesting contract earns for an address it was told, your wallet as a rule. These are your wallet's rewards.",
  mine: "Show mine",
});

const route = getRouteApi("/rewards");

/** What the reader's wallet earned, or any account by `?address=`. */
export function RewardsPage() {
  const t = useT(messages);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { signer, vesting } = useActing();
  const account = search.address ?? signer;
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-2 text-xl">
        {search.address === undefined ? (
          t("title")
        ) : (
          <>
            {t("of")} <Address value={search.address} href={`/address/${search.address}`} />
          </>
        )}
      </h1>
      {search.address !== undefined && signer !== undefined && (
        <div>
          <ButtonLink href="/rewards" size="sm">
            {t("mine")}
          </ButtonLink>
        </div>
      )}
      {search.address === undefined && vesting !== null && <Banner tone="info" title={t("vesting")} />}
      {account === undefined && <EmptyState title={t("connect")} action={<WalletButton />} />}
      {account !== undefined && (
        <RewardHistory
          key={account}
          account={account}
          search={search}
          onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
        />
      )}
    </>
  );
}
