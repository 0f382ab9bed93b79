import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration } from "./formatDuration.ts";
import { formatTime } from "./formatTime.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 sec"],
    [-5, "0 sec"],
    [0.9, "0 sec"],
    [45, "45 sec"],
    [60, "1 min"],
    [61, "1 min 1 sec"],
    [3599, "59 min 59 sec"],
    [3600, "1 hr"],
    [3659, "1 hr"],
    [6 * 86_400 + 4 * 3600 + 59, "6 days 4 hr"],
    [86_400 + 59 * 60, "1 day"],
    [400 * 86_400, "400 days"],
  ])("writes %s s", (sec, text) => {
    expect(formatDuration(sec)).toBe(text);
  });

  it("never says more than there is, and loses less than one of its smaller unit", () => {
    const UNITS: Record<string, number> = { day: 86_400, days: 86_400, hr: 3600, min: 60, sec: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (sec) => {
        const words = formatDuration(sec).split(" ");
        expect([2, 4]).toContain(words.length);
        const units = words.filter((_, index) => index % 2 === 1).map((unit) => UNITS[unit] ?? Number.NaN);
        const said = units.reduce((sum, unit, index) => sum + unit * Number(words[2 * index]?.replaceAll(",", "")), 0);
        const smaller = { 86400: 3600, 3600: 60, 60: 1, 1: 1 }[units[0] ?? 1] ?? 1;
        expect(said).toBeLessThanOrEqual(sec);
        expect(sec - said).toBeLessThan(smaller);
      }),
    );
  });
});

describe("formatTime", () => {
  it("is local, with UTC for the hover", () => {
    const at = Date.UTC(2026, 10, 20, 17, 40, 5) / 1000;
    expect(formatTime(at, { locale: "en-GB", timeZone: "Europe/Berlin" })).toEqual({
      local: "20 Nov 2026, 18:40",
      utc: "2026-11-20 17:40:05 UTC",
      iso: "2026-11-20T17:40:05.000Z",
    });
    expect(formatTime(at, { locale: "en-GB", timeZone: "Asia/Tokyo", precision: "day" }).local).toBe("21 Nov 2026");
  });
});
