/** What a coverage run comes to. */
export type Judgement = {
  readonly ok: boolean;
  /** To print: what is missed, and last one line of JSON, whose cases tools/suites/counts.ts counts. */
  readonly lines: readonly string[];
};

/**
 * Compares a coverage run with what is asked for: one case for lines, one for statements.
 * @param output what `hardhat test --coverage` printed, its table with the sums included
 * @param lcov content of its lcov.info
 * @param least percent
 */
export function judgeCoverage(output: string, lcov: string, least: number): Judgement {
  const files = lcov.split("end_of_record").flatMap(parseRecord);
  const missed = files
    .filter(({ missed }) => missed.length > 0)
    .map(({ file, missed }) => `${file} missed: ${missed.join(" ")}`);
  // Hardhat's table: lines, then statements, of everything together.
  const total = /Total\s*│\s*([\d.]+)\s*│\s*([\d.]+)/.exec(output);
  const [lines, statements] = [Number(total?.[1] ?? 0), Number(total?.[2] ?? 0)];
  const failed = [lines, statements].filter((percent) => percent < least).length;
  const ok = failed === 0 && files.length > 0;
  const sentence = `${lines} % of lines and ${statements} % of statements are covered, ${least} % are asked for`;
  const count = (word: string) => Number(new RegExp(`^(\\d+) ${word} \\(`, "m").exec(output)?.[1] ?? 0);
  const tests = { passed: count("passing"), failedWhenInstrumented: count("failing") };
  const cases = { passed: 2 - failed, failed };
  const result = { ok, lines, statements, least, files: files.length, tests, ...cases };
  return { ok, lines: [...missed, ...(failed > 0 ? [sentence] : []), JSON.stringify(result)] };
}

type Covered = { readonly file: string; readonly missed: number[] };

function parseRecord(record: string): Covered[] {
  const file = /^SF:(.*)$/m.exec(record)?.[1];
  if (file === undefined) return [];
  const lines = [...record.matchAll(/^DA:(\d+),(\d+)$/gm)].map(
    ([, line, count]) => [Number(line), Number(count)] as const,
  );
  const missed = lines.filter(([, count]) => count === 0).map(([line]) => line);
  return [{ file, missed }];
}
