import { Address, defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { getAddress, isAddress } from "viem";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { StakesView } from "../features/stakes/StakesView.tsx";

const messages = defineMessages("portal.addressPage", {
  title: "Stakes of",
  invalid: "This is no address",
  invalidWhy: "An address is 0x and 40 hex digits.",
});

const route = getRouteApi("/address/$address");

/** Any account, to look at only. */
export function AddressPage() {
  const t = useT(messages);
  const { address } = route.useParams();
  if (!isAddress(address, { strict: false })) return <EmptyState title={t("invalid")}>{t("invalidWhy")}</EmptyState>;
  return <Watched address={getAddress(address)} />;
}

function Watched({ address }: { readonly address: `0x${string}` }) {
  const t = useT(messages);
  const topic = `address:${address.toLowerCase()}` as `address:0x${string}`;
  const stakes = useAnswer("getStakes", { address }, { topics: [topic, "network"] });
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-2 text-xl">
        {t("title")} <Address value={address} />
      </h1>
      <Answered query={stakes} lines={8}>
        {(all) => <StakesView stakes={all} />}
      </Answered>
    </>
  );
}
