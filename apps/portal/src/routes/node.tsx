import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import { defineMessages, StatePill, Time, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import type { Hex } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { toKnownStates } from "../data/knownState.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { ExitActions } from "../features/exit/ExitActions.tsx";
import { LiquidateButton } from "../features/liquidations/LiquidateButton.tsx";
import { byAccount, liquidationOf, nodeActionsOf } from "../features/node/model.ts";
import { NodeAdvice } from "../features/node/NodeAdvice.tsx";
import { NodeFacts } from "../features/node/NodeFacts.tsx";
import { NodeShares } from "../features/node/NodeShares.tsx";
import { NodeTimeline } from "../features/node/NodeTimeline.tsx";
import { useChainNow } from "../staking/useChainNow.ts";
import { Progress } from "../transactions/Progress.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.nodePage", {
  title: "Node {id}",
  actions: "What you can do",
  none: "Nothing: it runs, and its stake isn't yours.",
  connect: "Connect a wallet to act on this node.",
  liquidate: "Take it out and be paid for it",
  liquidateFrom: "possible from {time}",
});
const route = getRouteApi("/node/$id");

export function NodePage() {
  const { id } = route.useParams();
  const topics = /^\d{1,8}$/.test(id) ? ([`node:${Number(id)}`, "network"] as const) : (["network"] as const);
  const node = useAnswer("getNode", { id }, { topics });
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <Answered query={node} lines={8}>
      {(detail) => (
        <Answered query={params}>{(values) => <Shown key={detail.id} node={detail} params={values} />}</Answered>
      )}
    </Answered>
  );
}

type ShownProps = { readonly node: NodeDetail; readonly params: ParamsResponse };

function Shown({ node, params }: ShownProps) {
  const t = useT(messages);
  const { tx } = route.useSearch();
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-4 text-xl">
        {t("title", { id: String(node.id) })}
        {toKnownStates(node).map((state) => (
          <span key={state} className="text-base font-normal">
            <StatePill state={state} />
          </span>
        ))}
      </h1>
      <NodeAdvice node={node} />
      {tx !== undefined && <Progress hash={tx} />}
      {node.left === null || node.state === "locked" ? <Actions node={node} params={params} /> : null}
      <NodeFacts node={node} params={params} />
      <NodeShares node={node} />
      <NodeTimeline nodeId={node.id} entries={node.timeline} />
    </>
  );
}

function Actions(props: ShownProps) {
  const t = useT(messages);
  const { address } = useWallet();
  return (
    <section className="flex flex-col items-start gap-3 border-y border-line py-4">
      <h2 className="text-lg">{t("actions")}</h2>
      {address === undefined ? (
        <>
          <p className="text-muted">{t("connect")}</p>
          <WalletButton />
        </>
      ) : (
        <OwnActions key={address} {...props} signer={address} />
      )}
    </section>
  );
}

/** Of the reader's own stakes in the node, and what anybody may do about it. */
function OwnActions({ node, params, signer }: ShownProps & { readonly signer: Hex }) {
  const t = useT(messages);
  const navigate = route.useNavigate();
  const onSent = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  const topic = `address:${signer.toLowerCase()}` as `address:0x${string}`;
  const stakes = useAnswer("getStakes", { address: signer }, { topics: [topic, "network"] });
  const isBlocked = !useIsOn("exit");
  const nowSec = Math.floor(useChainNow());
  const actions = nodeActionsOf(node, stakes.data?.actions ?? [], signer, nowSec);
  const liquidation = liquidationOf(node, params, nowSec);
  const penalty = node.penalty;
  return (
    <>
      {actions.length === 0 && liquidation === undefined && <p className="text-muted">{t("none")}</p>}
      {byAccount(actions, signer).map(({ account, isVesting, actions: own }) => (
        <ExitActions
          key={account}
          nodeId={node.id}
          actions={own}
          {...{ account, isVesting, params, isBlocked, onSent }}
        />
      ))}
      {liquidation !== undefined && (
        <div className="flex flex-wrap items-center gap-3">
          <LiquidateButton
            of={{
              nodeId: node.id,
              reward: penalty === null ? null : BigInt(penalty.liquidator),
              poolPenalty: penalty === null ? null : BigInt(penalty.pool),
              lockedUntil: liquidation.lockedUntil,
            }}
            isPossible={liquidation.isPossible}
            waitsForCheckpoint={liquidation.waitsForCheckpoint}
            {...{ params, onSent }}
          />
          <span className="text-xs text-muted">
            {liquidation.isPossible && t("liquidate")}
            {!liquidation.isPossible &&
              !liquidation.waitsForCheckpoint &&
              t.rich("liquidateFrom", { time: <Time at={liquidation.from} /> })}
          </span>
        </div>
      )}
    </>
  );
}
