import { Banner, defineMessages, ErrorState, formatDuration, Skeleton, useLocale, useT } from "@session/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useExplain } from "../errors/useExplain.ts";
import { useNow } from "./useNow.ts";

const messages = defineMessages("portal.answered", {
  stale: "What you see is {age} old.",
  staleWhy: "{what} {next}",
});

export type AnsweredProps<Data> = {
  readonly query: UseQueryResult<Data>;
  /** Height of the place held while it loads. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
};

/** The states of everything that is loaded: loading, error with retry, out of date with its age, there. */
export function Answered<Data>({ query, lines = 4, children }: AnsweredProps<Data>) {
  const explain = useExplain();
  const { data, error, isFetching, refetch } = query;
  if (data !== undefined)
    return (
      <>
        {error !== null && <StaleBanner error={error} atMs={query.dataUpdatedAt} />}
        {children(data)}
      </>
    );
  if (error === null) return <Skeleton lines={lines} />;
  const { what, next, code } = explain(error);
  return (
    <ErrorState title={what} code={code} retrying={isFetching} onRetry={() => void refetch()}>
      {next}
    </ErrorState>
  );
}

function StaleBanner({ error, atMs }: { readonly error: Error; readonly atMs: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const age = formatDuration((useNow() - atMs) / 1_000, locale, "long");
  const { what, next } = useExplain()(error);
  return (
    <Banner tone="warn" title={t("stale", { age })}>
      {t("staleWhy", { what, next })}
    </Banner>
  );
}
