import { type AnsweredProps, AnswerStates, FailureState } from "@session/web";
import { useExplain } from "./useExplain.ts";

/** The states of everything that is loaded: loading, error with retry, out of date with its age, there. */
export function Answered<Data>(props: AnsweredProps<Data>) {
  return <AnswerStates {...props} explain={useExplain()} />;
}

export type FailureProps = { readonly error: unknown; readonly isRetrying?: boolean; readonly onRetry?: () => void };

/** An error in words. */
export function Failure({ error, ...rest }: FailureProps) {
  return <FailureState words={useExplain()(error)} {...rest} />;
}
