/** Space left at the edges so that the line isn't cut, px. */
const INSET = 2;

/**
 * An SVG path through values in equal steps; a gap where a value is null; a flat line in the middle when all are equal.
 */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const low = known.reduce((least, value) => (value < least ? value : least));
  const high = known.reduce((most, value) => (value > most ? value : most));
  const stepX = (width - 2 * INSET) / Math.max(1, values.length - 1);
  const toY = (value: number) =>
    high === low ? height / 2 : height - INSET - ((value - low) / (high - low)) * (height - 2 * INSET);
  let isDrawing = false;
  const parts: string[] = [];
  values.forEach((value, index) => {
    if (value !== null) parts.push(`${isDrawing ? "L" : "M"}${round(INSET + index * stepX)} ${round(toY(value))}`);
    isDrawing = value !== null;
  });
  return parts.join("");
}

const round = (value: number) => Math.round(value * 100) / 100;
