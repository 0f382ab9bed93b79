import { defineMessages, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { PoolFilters } from "../features/pools/PoolFilters.tsx";
import { PoolList } from "../features/pools/PoolList.tsx";
import { changeSearch } from "../features/pools/query.ts";
import { useActing } from "../wallet/acting.tsx";

const messages = defineMessages("portal.stakePage", {
  title: "Stake with others",
  why: "A pool collects the stake of one node. You earn by your part of it, less the operator's fee.",
});

const route = getRouteApi("/stake");

export function StakePage() {
  const t = useT(messages);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { account } = useActing();
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-xl">{t("title")}</h1>
        <p className="text-muted">{t("why")}</p>
      </div>
      <PoolFilters
        search={search}
        account={account}
        onChange={(change) => void navigate({ search: changeSearch(search, change), replace: true })}
      />
      <PoolList
        search={search}
        account={account}
        onPages={(pages) =>
          void navigate({ search: pages.length === 0 ? changeSearch(search, {}) : { ...search, pages } })
        }
      />
    </>
  );
}
