import { Address, Banner, ButtonLink, defineMessages, EmptyState, Link, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { getAddress, type Hex, isAddress, isAddressEqual } from "viem";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { RewardHistory } from "../features/rewards/RewardHistory.tsx";
import type { RewardsSearch } from "../features/rewards/search.ts";
import { StakesView } from "../features/stakes/StakesView.tsx";
import { useWallet } from "../wallet/useWallet.ts";

const messages = defineMessages("portal.addressPage", {
  title: "Stakes of",
  invalid: "This is no address",
  invalidWhy: "An address is 0x and 40 hex digits. Check that it was copied whole.",
  overview: "To the overview",
  mine: "This is your own account.",
  act: "Act on it under My stakes",
  rewards: "Rewards",
});

const route = getRouteApi("/address/$address");

/** Any account, to look at only. */
export function AddressPage() {
  const t = useT(messages);
  const { address } = route.useParams();
  if (!isAddress(address, { strict: false }))
    return (
      <EmptyState title={t("invalid")} action={<ButtonLink href="/">{t("overview")}</ButtonLink>}>
        {t("invalidWhy")}
      </EmptyState>
    );
  return <Watched key={address} address={getAddress(address)} />;
}

function Watched({ address }: { readonly address: Hex }) {
  const t = useT(messages);
  const topic = `address:${address.toLowerCase()}` as `address:0x${string}`;
  // The rewards page keeps its range in the page's address; here it is beside the stakes, for a look.
  const [search, setSearch] = useState<RewardsSearch>({});
  const stakes = useAnswer("getStakes", { address }, { topics: [topic, "network"] });
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-2 text-xl">
        {t("title")} <Address value={address} />
      </h1>
      <OwnNotice address={address} />
      <Answered query={stakes} lines={8}>
        {(all) => <StakesView stakes={all} />}
      </Answered>
      <section className="flex flex-col gap-6 border-t border-line pt-4">
        <h2 className="text-lg">{t("rewards")}</h2>
        <RewardHistory
          account={address}
          search={search}
          onSearch={(change) => setSearch((before) => ({ ...before, ...change }))}
        />
      </section>
    </>
  );
}

function OwnNotice({ address }: { readonly address: Hex }) {
  const t = useT(messages);
  const { address: own } = useWallet();
  if (own === undefined || !isAddressEqual(own, address)) return null;
  return (
    <Banner tone="info" title={t("mine")}>
      <Link href="/stakes">{t("act")}</Link>
    </Banner>
  );
}
