import type { Pool } from "@session/sdk";
import {
  Address,
  Amount,
  defineMessages,
  EmptyState,
  formatBps,
  Pill,
  Table,
  Time,
  useLocale,
  useT,
} from "@session/ui";
import { isSameAddress } from "../../staking/readAddress.ts";
import { type Place, toPlaces } from "./model.ts";

const messages = defineMessages("portal.poolPlaces", {
  title: "Places",
  who: "Who",
  amount: "Amount",
  part: "Part of the node",
  since: "Last contribution",
  receiver: "Rewards go to",
  place: "Place",
  operator: "operator",
  contributor: "contributor",
  kept: "kept, not taken",
  open: "{places, plural, one {# place open to anybody} other {# places open to anybody}}",
  none: "No places",
  self: "itself",
  you: "you",
});

/** Who is inside, for whom places are kept, and what is open. */
export function PoolPlaces({ pool, account }: { readonly pool: Pool; readonly account: string | undefined }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const partOf = (amount: bigint) => {
    const bps = (amount * 10_000n) / pool.stakingRequirement;
    const isCut = bps * pool.stakingRequirement !== amount * 10_000n;
    return `${isCut ? "≈ " : ""}${formatBps(bps, locale)}`;
  };
  return (
    <Table<Place>
      caption={t("title")}
      rows={toPlaces(pool)}
      rowKey={keyOf}
      empty={<EmptyState title={t("none")} />}
      columns={[
        { id: "who", header: t("who"), cell: (place) => <Who place={place} account={account} /> },
        { id: "place", header: t("place"), cell: (place) => <Kind place={place} operator={pool.operator} /> },
        { id: "amount", header: t("amount"), align: "end", cell: (place) => <PlaceAmount place={place} /> },
        {
          id: "part",
          header: t("part"),
          align: "end",
          cell: (place) => (place.kind === "contribution" ? partOf(place.contribution.amount) : "–"),
        },
        {
          id: "since",
          header: t("since"),
          cell: (place) => (place.kind === "contribution" ? <Time at={place.contribution.contributedAt} /> : "–"),
        },
        { id: "receiver", header: t("receiver"), cell: (place) => <Receiver place={place} /> },
      ]}
    />
  );
}

function keyOf(place: Place): string {
  if (place.kind === "open") return "open";
  return place.kind === "reserved" ? place.contributor : place.contribution.staker;
}

function Who({ place, account }: { readonly place: Place; readonly account: string | undefined }) {
  const t = useT(messages);
  if (place.kind === "open") return <span className="text-muted">–</span>;
  const address = place.kind === "reserved" ? place.contributor : place.contribution.staker;
  return (
    <span className="inline-flex items-center gap-2">
      <Address value={address} href={`/address/${address}`} />
      {isSameAddress(address, account) && <span className="text-xs text-muted">{t("you")}</span>}
    </span>
  );
}

function Kind({ place, operator }: { readonly place: Place; readonly operator: string }) {
  const t = useT(messages);
  if (place.kind === "open")
    return <Pill shape="dashedRing" tone="neutral" word={t("open", { places: place.places })} />;
  if (place.kind === "reserved") return <Pill shape="ring" tone="warn" word={t("kept")} />;
  const isOperator = isSameAddress(place.contribution.staker, operator);
  return <Pill shape="disc" tone="good" word={t(isOperator ? "operator" : "contributor")} />;
}

function PlaceAmount({ place }: { readonly place: Place }) {
  if (place.kind === "open") return "–";
  return <Amount value={place.kind === "reserved" ? place.amount : place.contribution.amount} />;
}

function Receiver({ place }: { readonly place: Place }) {
  const t = useT(messages);
  if (place.kind !== "contribution") return "–";
  const { staker, beneficiary } = place.contribution;
  if (isSameAddress(staker, beneficiary)) return <span className="text-muted">{t("self")}</span>;
  return <Address value={beneficiary} />;
}
