import type { PoolDetail } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Banner,
  defineMessages,
  EmptyState,
  Fact,
  Facts,
  formatBps,
  useLocale,
  useT,
} from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { type Hex, isAddress } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { JoinForm } from "../features/pools/JoinForm.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WalletButton } from "../wallet/WalletButton.tsx";

const messages = defineMessages("portal.poolPage", {
  title: "Pool",
  invalid: "This is no address",
  operator: "Operator",
  fee: "Operator fee",
  filled: "Filled",
  remaining: "Still open",
  connect: "Connect a wallet to join",
  off: "Joining is switched off on this site for now",
});

const route = getRouteApi("/stake/$pool");

export function PoolPage() {
  const t = useT(messages);
  const { pool } = route.useParams();
  if (!isAddress(pool, { strict: false })) return <EmptyState title={t("invalid")} />;
  return <Pool address={pool} />;
}

function Pool({ address }: { readonly address: Hex }) {
  const t = useT(messages);
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const { address: account, isWrongChain } = useWallet();
  const isOn = useIsOn("pools");
  const topic = `pool:${address.toLowerCase()}` as `pool:0x${string}`;
  const input = account === undefined ? { address } : { address, account };
  const pool = useAnswer("getPool", input, { topics: [topic] });
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <Answered query={params}>
      {(values) => (
        <Answered query={pool}>
          {(detail) => (
            <>
              <Terms pool={detail} />
              {!isOn && <Banner tone="warn" title={t("off")} />}
              {account === undefined && <EmptyState title={t("connect")} action={<WalletButton />} />}
              {account !== undefined && (
                <JoinForm
                  pool={detail}
                  params={values}
                  account={account}
                  isBlocked={isWrongChain || !isOn}
                  onSent={(hash) => void navigate({ search: { tx: hash }, replace: true })}
                />
              )}
              {tx !== undefined && <Progress hash={tx} />}
            </>
          )}
        </Answered>
      )}
    </Answered>
  );
}

function Terms({ pool }: { readonly pool: PoolDetail }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-2 text-xl">
        {t("title")} <Address value={pool.address} />
      </h1>
      <Facts>
        <Fact label={t("operator")} value={<Address value={pool.operator} href={`/address/${pool.operator}`} />} />
        <Fact label={t("fee")} value={formatBps(pool.feeBps, locale)} />
        <Fact label={t("filled")} value={<Amount value={BigInt(pool.contributed)} />} />
        <Fact label={t("remaining")} value={<Amount value={BigInt(pool.remaining)} />} />
      </Facts>
    </>
  );
}
