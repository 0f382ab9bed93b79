import type { ParamsResponse, StakesResponse } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { type Hex, isAddressEqual } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { useBulk } from "../features/bulk/useBulk.tsx";
import { ClaimPanel } from "../features/claim/ClaimPanel.tsx";
import { ExitActions } from "../features/exit/ExitActions.tsx";
import { actionsOf, type StakedNode } from "../features/stakes/model.ts";
import { StakesView } from "../features/stakes/StakesView.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { useActing } from "../wallet/acting.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";
import { WatchAsset } from "../wallet/WatchAsset.tsx";

const messages = defineMessages("portal.stakesPage", {
  title: "My stakes",
  connect: "Connect your wallet",
  connectWhy: "Your nodes, pools and rewards show here.",
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
        <Loaded key={address} signer={address} />
      )}
    </>
  );
}

function Loaded({ signer }: { readonly signer: Hex }) {
  const topic = `address:${signer.toLowerCase()}` as `address:0x${string}`;
  const stakes = useAnswer("getStakes", { address: signer }, { topics: [topic, "network"] });
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <Answered query={params}>
      {(values) => (
        <Answered query={stakes} lines={8}>
          {(all) => <Mine signer={signer} stakes={all} params={values} />}
        </Answered>
      )}
    </Answered>
  );
}

type MineProps = { readonly signer: Hex; readonly stakes: StakesResponse; readonly params: ParamsResponse };

function Mine({ signer, stakes, params }: MineProps) {
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const onSent = (hash: Hex) => navigate({ search: { tx: hash }, replace: true });
  const { account: acting, choose } = useActing();
  const { isWrongChain } = useWallet();
  const isBlocked = !useIsOn("exit") || isWrongChain;
  const { panel, renderSelect } = useBulk({ signer, stakes, params, isBlocked });
  const renderActions = (staked: StakedNode) => (
    <ExitActions
      nodeId={staked.node.id}
      account={staked.account as Hex}
      isVesting={!isAddressEqual(staked.account as Hex, signer)}
      actions={actionsOf(stakes, staked)}
      {...{ params, isBlocked, onSent }}
    />
  );
  return (
    <StakesView
      {...{ stakes, acting, renderActions }}
      onAct={choose}
      {...(renderSelect === undefined ? {} : { renderSelect })}
    >
      {tx !== undefined && <Progress hash={tx} />}
      <ClaimPanel
        account={signer}
        afterwards={<WatchAsset />}
        {...{ stakes, params }}
        onSent={(hash) => void onSent(hash)}
      />
      {panel}
    </StakesView>
  );
}
