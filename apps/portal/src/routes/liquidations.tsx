import { defineMessages, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { LiquidationBoard } from "../features/liquidations/LiquidationBoard.tsx";
import { Preflight } from "../transactions/Preflight.tsx";
import { Progress } from "../transactions/Progress.tsx";

const messages = defineMessages("portal.liquidationsPage", {
  title: "Liquidations",
  why: "A node the network has let go must be taken out of the contract in time. If nobody does, anyone may, and is paid for it out of the operator's stake.",
});

const route = getRouteApi("/liquidations");
const NEEDS = { pausable: "rewards", feature: "liquidations" } as const;

export function LiquidationsPage() {
  const t = useT(messages);
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <p className="max-w-prose text-muted">{t("why")}</p>
      <Preflight needs={NEEDS} />
      {tx !== undefined && <Progress hash={tx} />}
      <Answered query={params}>
        {(values) => (
          <LiquidationBoard params={values} onSent={(hash) => void navigate({ search: { tx: hash }, replace: true })} />
        )}
      </Answered>
    </>
  );
}
