import { expect, test } from "vitest";
import { toBlockAge } from "./blockAge.ts";

const NOW_MS = 1_800_000_000_000;
const began = { height: "7", sinceMs: NOW_MS - 3_000, isWitnessed: false };
const came = { height: "8", sinceMs: NOW_MS - 11_000, isWitnessed: true };

test("a page opened on a chain that stopped long ago says so at once", () => {
  expect(toBlockAge(began, NOW_MS / 1_000 - 600, 2, NOW_MS)).toEqual({ ageSec: 600, isStill: true });
  expect(toBlockAge(began, NOW_MS / 1_000 - 4, 2, NOW_MS)).toEqual({ ageSec: 4, isStill: false });
});

test("a block that came while the page was open is as old as that, whatever clocks say", () => {
  // The network's clock is an hour behind, then an hour ahead of the reader's.
  for (const offSec of [-3_600, 3_600])
    expect(toBlockAge(came, NOW_MS / 1_000 + offSec, 2, NOW_MS)).toEqual({ ageSec: 11, isStill: true });
  expect(toBlockAge({ ...came, sinceMs: NOW_MS - 9_000 }, 0, 2, NOW_MS).isStill).toBe(false);
});

test("a clock ahead of the reader's makes no negative age, and hides no standstill for ever", () => {
  expect(toBlockAge(began, NOW_MS / 1_000 + 50, 2, NOW_MS)).toEqual({ ageSec: 3, isStill: false });
  expect(toBlockAge({ ...began, sinceMs: NOW_MS - 60_000 }, NOW_MS / 1_000 + 50, 2, NOW_MS).isStill).toBe(true);
});

test("nothing is judged before the interval is known", () => {
  expect(toBlockAge(came, 0, undefined, NOW_MS).isStill).toBe(false);
});
