import { Banner, Button, defineMessages, Time, useT } from "@session/ui";
import { useExplain } from "../errors/useExplain.ts";

const messages = defineMessages("portal.writeError", {
  from: "It works from {time} on.",
  code: "Code: {code}",
  retry: "Try again",
});

export type WriteErrorProps = {
  readonly error: Error | null;
  /** Does the same again; offered unless the contract names a time before which it can't work. */
  readonly onRetry?: (() => void) | undefined;
};

/** Why a transaction wasn't sent or failed, and what to do; a refusal by the person is no error. */
export function WriteError({ error, onRetry }: WriteErrorProps) {
  const t = useT(messages);
  const explain = useExplain();
  if (error === null) return null;
  const { what, next, code, from, isRefusal } = explain(error);
  const retry = onRetry !== undefined && from === null && (
    <Button size="sm" onClick={onRetry}>
      {t("retry")}
    </Button>
  );
  return (
    <Banner tone={isRefusal ? "info" : "danger"} title={what} action={retry}>
      {from !== null && <p>{t.rich("from", { time: <Time at={from} /> })}</p>}
      <p>{next}</p>
      <p className="font-mono text-xs">{t("code", { code })}</p>
    </Banner>
  );
}
