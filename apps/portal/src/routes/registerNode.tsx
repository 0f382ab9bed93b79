import { Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import type { Hex } from "viem";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { Registered } from "../features/register/Registered.tsx";
import { Wizard } from "../features/register/Wizard.tsx";
import { Progress } from "../transactions/Progress.tsx";
import { useWallet } from "../wallet/useWallet.ts";

const messages = defineMessages("portal.registerNodePage", {
  title: "Register a node",
  progress: "Your registration",
  keep: "You can close this page: its address leads back here, on any device.",
  off: "Registering is switched off on this site for now",
  none: "This node hasn't been prepared",
  noneWhy: "Run session-node register with your address on the node; then open this page again.",
});

const route = getRouteApi("/register/$ed25519");

export function RegisterNodePage() {
  const t = useT(messages);
  const { ed25519 } = route.useParams();
  const { tx } = route.useSearch();
  const navigate = route.useNavigate();
  const isOn = useIsOn("register");
  // The last transaction sent is the one that counts: an approval may come before it.
  const keep = (hash: Hex) => void navigate({ search: { tx: hash }, replace: true });
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      {tx !== undefined && (
        <section className="flex flex-col gap-4">
          <h2 className="text-base">{t("progress")}</h2>
          <Progress hash={tx} />
          <Registered ed25519={ed25519} />
          <p className="text-xs text-muted">{t("keep")}</p>
        </section>
      )}
      {tx === undefined && !isOn && <Banner tone="warn" title={t("off")} />}
      {tx === undefined && isOn && <Prepared ed25519={ed25519} onSent={keep} />}
    </>
  );
}

function Prepared({ ed25519, onSent }: { readonly ed25519: string; readonly onSent: (hash: Hex) => void }) {
  const t = useT(messages);
  const { address } = useWallet();
  const registrations = useAnswer("getRegistration", { ed25519 });
  const params = useAnswer("getParams", {}, { topics: ["network"] });
  return (
    <Answered query={registrations}>
      {({ items }) => {
        const own = items.find(({ operator }) => operator.toLowerCase() === address?.toLowerCase()) ?? items[0];
        if (own === undefined) return <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>;
        return (
          <Answered query={params}>
            {(values) => <Wizard registration={own} params={values} onSent={onSent} />}
          </Answered>
        );
      }}
    </Answered>
  );
}
