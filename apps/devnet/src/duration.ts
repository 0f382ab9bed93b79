import { DevnetError } from "./errors.ts";

const UNIT_SEC: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * Seconds of a duration such as `90s`, `15m`, `1h30m` or `2d`; a bare number is seconds.
 *
 * @throws DevnetError USAGE for anything else, and for nothing at all
 */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text;
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_SEC[unit ?? ""] ?? 0), 0);
  if ((!/^\d+$/.test(text) && !isWhole) || !Number.isSafeInteger(seconds) || seconds === 0)
    throw new DevnetError(
      { code: "USAGE", reason: `duration ${text}` },
      `${text} is no duration. Write it as 90s, 15m, 1h30m or 2d.`,
    );
  return seconds;
}

/** The shortest way to write a duration: `1h30m`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3_600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ] as const;
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
  return `${seconds < 0 ? "-" : ""}${text === "" ? "0s" : text}`;
}
