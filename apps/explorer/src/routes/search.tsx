import type { SearchHit } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Link, shortenHex, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { pathOf } from "../features/search/model.ts";

const messages = defineMessages("explorer.searchPage", {
  title: "Search",
  titleOf: "Search: {q}",
  why: "By height, hash, node id, key, address, transaction, or the first digits of a key.",
  none: "Nothing has this height, hash, key, id or address",
  noneWhy: "Check the digits. The beginning of a key or an operator's address finds nodes from four digits on.",
  block: "Block {height}",
  transaction: "Transaction {hash}",
  node: "Node {id}, ed25519 key {key}",
  pool: "Pool {address}",
  address: "Address {address}",
  unknown: "nothing is known of it",
});
const route = getRouteApi("/search");

export function SearchPage() {
  const t = useT(messages);
  const { q = "" } = route.useSearch();
  const hits = useAnswer("search", { q }, { isOn: q !== "", topics: ["network"] });
  if (q === "") return <PageHead title={t("title")}>{t("why")}</PageHead>;
  return (
    <>
      <PageHead title={t("titleOf", { q })} json={`/v1/search?q=${encodeURIComponent(q)}`} />
      <Answered query={hits}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
          ) : (
            <ul className="flex flex-col gap-3">
              {items.map((hit) => (
                <li key={`${hit.type}-${pathOf(hit)}`}>
                  <Hit hit={hit} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  const t = useT(messages);
  const words = {
    height: "height" in hit ? String(hit.height) : "",
    hash: "txHash" in hit ? shortenHex(hit.txHash) : "",
    id: "id" in hit ? String(hit.id) : "",
    key: "ed25519" in hit ? shortenHex(hit.ed25519) : "",
    address: "address" in hit ? hit.address : "",
  };
  return (
    <>
      <Link href={pathOf(hit)}>
        <span className="wrap-anywhere">{t(hit.type, words)}</span>
      </Link>
      {hit.type === "address" && !hit.isKnown && <span className="ms-3 text-muted">{t("unknown")}</span>}
    </>
  );
}
