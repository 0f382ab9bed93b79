import type { Pool } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { Address, Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { type Hex, isAddress } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { toPoolActions } from "../features/pools/model.ts";
import { OperatorPanel } from "../features/pools/OperatorPanel.tsx";
import { OwnShare } from "../features/pools/OwnShare.tsx";
import { PoolHistory } from "../features/pools/PoolHistory.tsx";
import { PoolNode } from "../features/pools/PoolNode.tsx";
import { PoolPlaces } from "../features/pools/PoolPlaces.tsx";
import { PoolTerms } from "../features/pools/PoolTerms.tsx";
import { StartPool } from "../features/pools/StartPool.tsx";
import { Contribute } from "../staking/Contribute.tsx";
import { useChainPool } from "../staking/useChainPool.ts";
import { Progress } from "../transactions/Progress.tsx";
import { useActing } from "../wallet/acting.tsx";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.poolPage", {
  title: "Pool",
  invalid: "This is no address",
  none: "This network has no pools",
  progress: "Your last transaction",
  join: "Join the pool",
  joinTitle: "Contribute",
  more: "Add to it",
  open: "Contribute and open the pool",
  connect: "Connect a wallet to join",
  off: "Pools are switched off on this site for now",
  offWhy: "What is inside can be taken back all the same.",
});

const route = getRouteApi("/stake/$pool");

export function PoolPage() {
  const t = useT(messages);
  const { pool } = route.useParams();
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  if (!isAddress(pool, { strict: false })) return <EmptyState title={t("invalid")} />;
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-2 text-xl">
        {t("title")} <Address value={pool} />
      </h1>
      <Answered query={params}>{(values) => <PoolOf key={pool} address={pool} params={values} />}</Answered>
    </>
  );
}

function PoolOf({ address, params }: { readonly address: Hex; readonly params: ParamsResponse }) {
  const t = useT(messages);
  const { tx } = route.useSearch();
  const { account } = useActing();
  const factory = params.contracts.serviceNodeContributionFactory;
  const pool = useChainPool({ factory, pool: address, account });
  if (factory === null) return <EmptyState title={t("none")} />;
  return (
    <>
      {tx !== undefined && (
        <section className="flex flex-col gap-4">
          <h2 className="text-base">{t("progress")}</h2>
          <Progress hash={tx} />
        </section>
      )}
      <Answered query={pool}>{(known) => <Details pool={known} params={params} />}</Answered>
    </>
  );
}

function Details({ pool, params }: { readonly pool: Pool; readonly params: ParamsResponse }) {
  const t = useT(messages);
  const { account, signer } = useActing();
  const navigate = route.useNavigate();
  const isOn = useIsOn("pools");
  const topic = `pool:${pool.address.toLowerCase()}` as `pool:0x${string}`;
  const isFull = pool.state === "waitForFinalized";
  const indexed = useAnswer("getPool", { address: pool.address }, { topics: [topic], isOn: isFull });
  const actions = toPoolActions(pool, account, signer);
  const onSent = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  const { requirement, maxContributors } = params.staking;
  const isCurrent = pool.stakingRequirement === BigInt(requirement) && pool.maxContributors === maxContributors;
  return (
    <>
      {!isOn && (
        <Banner tone="warn" title={t("off")}>
          {t("offWhy")}
        </Banner>
      )}
      <PoolTerms pool={pool} isCurrent={isCurrent} />
      {pool.nodeId !== undefined && <PoolNode nodeId={pool.nodeId} ed25519={pool.ed25519Pubkey} />}
      <StartPool {...{ pool, actions, onSent }} failure={indexed.data?.failure ?? null} />
      {pool.nodeId === undefined && signer === undefined && (
        <EmptyState title={t("connect")} action={<WalletButton />} />
      )}
      {account !== undefined && <OwnShare key={`own ${account}`} {...{ pool, actions, onSent }} />}
      {account !== undefined && pool.state !== "finalized" && !isFull && (
        <section className="flex max-w-160 flex-col gap-4">
          <h2 className="text-base">{t("joinTitle")}</h2>
          <Contribute
            key={account}
            {...{ pool, params, account, onSent }}
            label={t(actions.isInside ? "more" : actions.isOperator ? "open" : "join")}
          />
        </section>
      )}
      {account !== undefined && <OperatorPanel {...{ pool, params, account, actions, onSent }} />}
      <PoolPlaces pool={pool} account={account} />
      <PoolHistory pool={pool.address} />
    </>
  );
}
