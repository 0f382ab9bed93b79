import { defineMessages, useT } from "@session/ui";
import { PoolList } from "../features/pools/PoolList.tsx";

const messages = defineMessages("portal.stakePage", { title: "Stake with others" });

export function StakePage() {
  const t = useT(messages);
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <PoolList />
    </>
  );
}
