/** A row of docs/contracts/trust.md. */
export type Claim = { readonly claim: string; readonly file: string; readonly test: string };

/** The rows of a page, `| claim | \`file under test/\`: name of the test |`. */
export function parseClaims(page: string): Claim[] {
  return [...page.matchAll(/^\| (.+?) \| `([^`]+)`: (.+?) \|$/gm)].map(([, claim = "", file = "", test = ""]) => ({
    claim,
    file,
    test,
  }));
}

/** Names of the tests a source has, those of Solidity included, computed parts as `…`; skipped ones are none. */
export function testNames(source: string): string[] {
  const written = [...source.matchAll(/\bit\(\s*(["'`])((?:(?!\1).)+)\1/g)].map(([, , name = ""]) => name);
  const names = written.map((name) => name.replaceAll(/\$\{[^}]*\}/g, "…"));
  const functions = [...source.matchAll(/\bfunction (test\w+|invariant\w*)\(/g)].map(([, name = ""]) => name);
  return [...names, ...functions];
}

/** Whether a test of this name is the one a claim names; `…` stands for a computed part. */
export function isNamed(test: string, name: string): boolean {
  const parts = test.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`).test(name);
}
