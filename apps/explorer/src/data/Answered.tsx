import { Banner, defineMessages, ErrorState, formatDuration, Skeleton, useLocale, useT } from "@session/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { explain, explainMessages } from "./explain.ts";
import { useNow } from "./useNow.ts";

const messages = defineMessages("explorer.answered", {
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
  const { data, error, isFetching, refetch } = query;
  if (data !== undefined)
    return (
      <>
        {error !== null && <StaleBanner error={error} atMs={query.dataUpdatedAt} />}
        {children(data)}
      </>
    );
  if (error === null) return <Skeleton lines={lines} />;
  return <Failure error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
}

export type FailureProps = { readonly error: unknown; readonly isRetrying?: boolean; readonly onRetry?: () => void };

/** An error in words. */
export function Failure({ error, isRetrying = false, onRetry }: FailureProps) {
  const t = useT(explainMessages);
  const { code, shown } = explain(error);
  return (
    <ErrorState title={t(code)} code={shown} retrying={isRetrying} onRetry={onRetry}>
      {t(`${code}.next`)}
    </ErrorState>
  );
}

function StaleBanner({ error, atMs }: { readonly error: Error; readonly atMs: number }) {
  const t = useT(messages);
  const explained = useT(explainMessages);
  const { locale } = useLocale();
  const age = formatDuration((useNow() - atMs) / 1_000, locale, "long");
  const { code } = explain(error);
  return (
    <Banner tone="warn" title={t("stale", { age })}>
      {t("staleWhy", { what: explained(code), next: explained(`${code}.next`) })}
    </Banner>
  );
}
