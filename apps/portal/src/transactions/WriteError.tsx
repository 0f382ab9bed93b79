import { Banner, defineMessages, Time, useT } from "@session/ui";
import { explain } from "../errors/explain.ts";

const messages = defineMessages("portal.writeError", { from: "It works from {time} on.", code: "Code: {code}" });

/** Why a transaction wasn't sent or failed, and what to do; a refusal by the person is no error. */
export function WriteError({ error }: { readonly error: Error | null }) {
  const t = useT(messages);
  if (error === null) return null;
  const { what, next, code, from, isRefusal } = explain(error);
  return (
    <Banner tone={isRefusal ? "info" : "danger"} title={what}>
      {from !== null && <p>{t.rich("from", { time: <Time at={from} /> })}</p>}
      <p>{next}</p>
      <p className="font-mono text-xs">{t("code", { code })}</p>
    </Banner>
  );
}
