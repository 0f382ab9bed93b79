import { Banner, defineMessages, ErrorState, formatDuration, Skeleton, useLocale, useT } from "@session/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNow } from "../model/useNow.ts";

const messages = defineMessages("web.answered", {
  stale: "What you see is {age} old.",
  staleWhy: "{what} {next}",
});

/** An error in the reader's language: what happened, what to do about it, and the code for the small print. */
export type ErrorWords = { readonly what: string; readonly next: string; readonly code: string };
export type Explain = (error: unknown) => ErrorWords;

export type AnsweredProps<Data> = {
  readonly query: UseQueryResult<Data>;
  /** Height of the place held while it loads. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
};

export type AnswerStatesProps<Data> = AnsweredProps<Data> & { readonly explain: Explain };

/** The states of everything that is loaded: loading, error with retry, out of date with its age, there. */
export function AnswerStates<Data>({ query, lines = 4, children, explain }: AnswerStatesProps<Data>) {
  const { data, error, isFetching, refetch } = query;
  if (data !== undefined)
    return (
      <>
        {error !== null && <StaleBanner words={explain(error)} atMs={query.dataUpdatedAt} />}
        {children(data)}
      </>
    );
  if (error === null) return <Skeleton lines={lines} />;
  return <FailureState words={explain(error)} isRetrying={isFetching} onRetry={() => void refetch()} />;
}

export type FailureStateProps = {
  readonly words: ErrorWords;
  readonly isRetrying?: boolean;
  readonly onRetry?: (() => void) | undefined;
};

/** An error in words. */
export function FailureState({ words: { what, next, code }, isRetrying = false, onRetry }: FailureStateProps) {
  return (
    <ErrorState title={what} code={code} retrying={isRetrying} onRetry={onRetry}>
      {next}
    </ErrorState>
  );
}

function StaleBanner({ words: { what, next }, atMs }: { readonly words: ErrorWords; readonly atMs: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const age = formatDuration((useNow() - atMs) / 1_000, locale, "long");
  return (
    <Banner tone="warn" title={t("stale", { age })}>
      {t("staleWhy", { what, next })}
    </Banner>
  );
}
