import { Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import type { Hex } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { ClaimPanel } from "../features/claim/ClaimPanel.tsx";
import { ExitActions } from "../features/exit/ExitActions.tsx";
import { actionsOf } from "../features/stakes/model.ts";
import { StakesView } from "../features/stakes/StakesView.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.stakesPage", {
  title: "My stakes",
  connect: "Connect your wallet",
  connectWhy: "Your nodes, pools and rewards show here.",
  claimOff: "Claiming is switched off on this site for now",
});

const route = getRouteApi("/stakes");

export function StakesPage() {
  const t = useT(messages);
  const { address } = useWallet();
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
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
  const t = useT(messages);
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const onSent = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  const topic = `address:${account.toLowerCase()}` as `address:0x${string}`;
  const stakes = useAnswer("getStakes", { address: account }, { topics: [topic, "network"] });
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  const { isWrongChain } = useWallet();
  const [isClaimOn, isExitOn] = [useIsOn("claim"), useIsOn("exit")];
  return (
    <Answered query={params}>
      {(values) => (
        <Answered query={stakes} lines={8}>
          {(all) => (
            <StakesView
              stakes={all}
              renderActions={({ node }) => (
                <ExitActions
                  nodeId={node.id}
                  actions={actionsOf(all, node.id)}
                  params={values}
                  isBlocked={isWrongChain || !isExitOn}
                  onSent={onSent}
                />
              )}
            >
              {!isClaimOn && <Banner tone="warn" title={t("claimOff")} />}
              <ClaimPanel
                account={account}
                rewards={all.rewards}
                params={values}
                isBlocked={isWrongChain || !isClaimOn}
                onSent={onSent}
              />
              {tx !== undefined && <Progress hash={tx} />}
            </StakesView>
          )}
        </Answered>
      )}
    </Answered>
  );
}
