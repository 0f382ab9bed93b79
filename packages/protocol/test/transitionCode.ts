import { TransitionError } from "../src/transition/errors.ts";

/** Code of the {@link TransitionError} a call throws, "none" if it throws nothing; any other error goes on. */
export function transitionCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TransitionError) return error.code;
    throw error;
  }
  return "none";
}
