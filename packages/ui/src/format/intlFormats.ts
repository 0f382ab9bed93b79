// Making a formatter costs a hundred times what it costs to use: one is made for each locale and set of options.

const numbers = new Map<string, Intl.NumberFormat>();
const times = new Map<string, Intl.DateTimeFormat>();

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, [locale, options], () => new Intl.NumberFormat(locale, options));
}

export function timeFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(times, [locale, options], () => new Intl.DateTimeFormat(locale, options));
}

function kept<Format>(formats: Map<string, Format>, key: readonly unknown[], make: () => Format): Format {
  const id = JSON.stringify(key);
  const known = formats.get(id);
  if (known !== undefined) return known;
  const made = make();
  formats.set(id, made);
  return made;
}
