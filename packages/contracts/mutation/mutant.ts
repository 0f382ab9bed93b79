/** One planted fault: `from`, which stands once in the file, becomes `to`. */
export type Mutant = {
  /** What would be wrong. */
  readonly fault: string;
  /** Below contracts/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Contracts whose code changes by it: only those are compiled. */
  readonly rebuild: readonly string[];
  /** Test files, below test/, the likeliest first. One failing test in one of them kills the mutant. */
  readonly tests: readonly string[];
};

/** Where faults are planted. */
type Place = Pick<Mutant, "file" | "rebuild" | "tests">;
/** Several faults of one file. */
export const at = (
  place: Place,
  ...faults: readonly (readonly [fault: string, from: string, to: string])[]
): Mutant[] => faults.map(([fault, from, to]) => ({ ...place, fault, from, to }));

/** Test files of the flows, by name. */
export const flows = (...names: readonly string[]) => names.map((name) => `flows/${name}.test.ts`);
/** Sequences of calls against a model. */
export const INVARIANT = "invariant/rewards.test.ts";
