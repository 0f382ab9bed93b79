import { DevnetError } from "./errors.ts";

const DECIMALS = 9;

/**
 * Base units of an amount in SESH, such as `1000` or `0.000000001`.
 *
 * @throws DevnetError USAGE
 */
export function parseSesh(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match?.[1] === undefined)
    throw new DevnetError(
      { code: "USAGE", reason: `amount ${text}` },
      `${text} is no amount. Write SESH as 1000 or 0.5, with at most ${DECIMALS} decimals.`,
    );
  return BigInt(match[1]) * 10n ** BigInt(DECIMALS) + BigInt((match[2] ?? "").padEnd(DECIMALS, "0"));
}

/** Base units as SESH, without trailing zeros. */
export function formatSesh(amount: bigint): string {
  const text = amount.toString().padStart(DECIMALS + 1, "0");
  const fraction = text.slice(-DECIMALS).replace(/0+$/, "");
  return `${text.slice(0, -DECIMALS)}${fraction === "" ? "" : `.${fraction}`}`;
}
