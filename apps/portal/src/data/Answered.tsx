import { type AnsweredProps, AnswerStates } from "@session/web";
import { useExplain } from "../errors/useExplain.ts";

/** The states of everything that is loaded: loading, error with retry, out of date with its age, there. */
export function Answered<Data>(props: AnsweredProps<Data>) {
  return <AnswerStates {...props} explain={useExplain()} />;
}
