/** A dependency the lock names but does not hold. */
export type MissingEntry = {
  key: string;
  name: string;
  parent: string;
  entry: { version: string; dev?: true; optional: true; os: string[]; cpu: string[]; libc?: string[] } | undefined;
};
type Lock = { packages: Record<string, unknown> };
export function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined;
export function missingEntries(lock: Lock): MissingEntry[];
export function complete<L extends Lock>(lock: L, missing: readonly MissingEntry[]): L;
export function main(args: readonly string[], print?: (line: string) => void): number;
