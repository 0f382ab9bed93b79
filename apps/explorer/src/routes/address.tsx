import { defineMessages, Key, Link, toChecksumAddress, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { AddressClaims } from "../features/address/AddressClaims.tsx";
import { AddressStakes } from "../features/address/AddressStakes.tsx";
import { AddressTotals } from "../features/address/AddressTotals.tsx";
import { Section } from "../parts/Section.tsx";

const messages = defineMessages("explorer.addressPage", {
  title: "Address",
  stakes: "Where it has staked",
  claims: "What was paid out to it",
  events: "L2 events",
});
const route = getRouteApi("/address/$address");

export function AddressPage() {
  const t = useT(messages);
  const { address } = route.useParams();
  const topics = [`address:${address.toLowerCase() as `0x${string}`}`, "network"] as const;
  const isAddress = /^0x[0-9a-fA-F]{40}$/.test(address);
  const stakes = useAnswer("getStakes", { address }, { topics: isAddress ? topics : [] });
  return (
    <>
      <PageHead title={t("title")} json={`/v1/stakes/${address}`} />
      <Key value={isAddress ? toChecksumAddress(address) : address} full thing={t("title")} />
      <Answered query={stakes} lines={10}>
        {(data) => (
          <>
            <AddressTotals stakes={data} />
            <Section title={t("stakes")}>
              <AddressStakes stakes={data} />
            </Section>
            <Section title={t("claims")} aside={<Link href={`/events?address=${address}`}>{t("events")}</Link>}>
              <AddressClaims address={address} />
            </Section>
          </>
        )}
      </Answered>
    </>
  );
}
