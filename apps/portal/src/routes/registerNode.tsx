import { defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import type { Hex } from "viem";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { RegisterFlow } from "../features/register/RegisterFlow.tsx";
import { Progress } from "../transactions/Progress.tsx";

const messages = defineMessages("portal.registerNodePage", {
  title: "Register a node",
  progress: "Your last transaction",
  keep: "You can close this page: its address leads back here, on any device.",
  invalid: "This is no node's key",
  invalidWhy: "A key is 0x and 64 digits of hex. session-node register prints the whole address of this page.",
});

const route = getRouteApi("/register/$ed25519");

export function RegisterNodePage() {
  const t = useT(messages);
  const { ed25519 } = route.useParams();
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  // The last transaction sent is the one that counts: an approval may come before it.
  const keep = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  if (!/^0x[0-9a-fA-F]{64}$/.test(ed25519)) return <EmptyState title={t("invalid")}>{t("invalidWhy")}</EmptyState>;
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {tx !== undefined && (
        <section className="flex flex-col gap-4">
          <h2 className="text-base">{t("progress")}</h2>
          <Progress hash={tx} />
          <p className="text-xs text-muted">{t("keep")}</p>
        </section>
      )}
      <Answered query={params}>
        {(values) => <RegisterFlow key={ed25519} ed25519={ed25519} params={values} tx={tx} onSent={keep} />}
      </Answered>
    </>
  );
}
