const MAX_CHARACTERS = 100_000;

/**
 * An icon a wallet announced (EIP-6963), if it may be shown: only an image inside of the announcement. Any other address
 * would tell a third party who looks at this page. As an `<img>` no script of an SVG runs.
 */
export function safeIcon(icon: string | undefined): string | undefined {
  if (icon === undefined || icon.length > MAX_CHARACTERS) return undefined;
  const text = icon.trim();
  return /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/i.test(text) ? text : undefined;
}

/** A name a wallet announced, without signs that are not seen or turn the text around; never empty. */
export function safeName(name: string, otherwise: string): string {
  const text = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
  return text === "" ? otherwise : text;
}
