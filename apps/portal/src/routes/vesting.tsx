import { defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import type { Hex } from "viem";
import { Answered } from "../data/Answered.tsx";
import { VestingList } from "../features/vesting/VestingList.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { ActingLost } from "../wallet/ActingPicker.tsx";
import { useOwnStakes } from "../wallet/acting.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.vestingPage", {
  title: "Vesting",
  connect: "Connect the wallet your grant vests to",
  connectWhy: "Its vesting contracts show here, with what they hold, have staked, and can pay out.",
});

const route = getRouteApi("/vesting");

export function VestingPage() {
  const t = useT(messages);
  const { address } = useWallet();
  const { tx } = route.useSearch();
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {tx !== undefined && <Progress hash={tx} />}
      {address === undefined ? (
        <EmptyState title={t("connect")} action={<WalletButton />}>
          {t("connectWhy")}
        </EmptyState>
      ) : (
        <Mine key={address} account={address} />
      )}
    </>
  );
}

function Mine({ account }: { readonly account: Hex }) {
  const navigate = route.useNavigate();
  const { isWrongChain } = useWallet();
  const onSent = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  return (
    <>
      <ActingLost />
      <Answered query={useOwnStakes(account)} lines={8}>
        {(stakes) => <VestingList stakes={stakes} account={account} isBlocked={isWrongChain} onSent={onSent} />}
      </Answered>
    </>
  );
}
