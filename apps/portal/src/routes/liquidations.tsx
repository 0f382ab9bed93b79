import { defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { LiquidationBoard } from "../features/liquidations/LiquidationBoard.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { useWallet } from "../wallet/useWallet.ts";

const messages = defineMessages("portal.liquidationsPage", {
  title: "Liquidations",
  off: "Liquidating is switched off on this site for now",
});

const route = getRouteApi("/liquidations");

export function LiquidationsPage() {
  const t = useT(messages);
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const { address, isWrongChain } = useWallet();
  const isOn = useIsOn("liquidations");
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {!isOn && <EmptyState title={t("off")} />}
      {tx !== undefined && <Progress hash={tx} />}
      <Answered query={params}>
        {(values) => (
          <LiquidationBoard
            params={values}
            isBlocked={address === undefined || isWrongChain || !isOn}
            onSent={(hash) => void navigate({ search: { tx: hash }, replace: true })}
          />
        )}
      </Answered>
    </>
  );
}
