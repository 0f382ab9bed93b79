import { expect, test } from "vitest";
import { sumOf, toHeatDays } from "./heatMap.ts";

const DAY = 86_400;
const hour = (at: number, present: number, counted: number) => ({ hour: at, present, counted });

test("hours fall into UTC days; a day without any between two others stays, empty", () => {
  const days = toHeatDays([hour(10 * DAY + 5 * 3_600, 3, 4), hour(12 * DAY, 1, 1)]);
  expect(days.map(({ at }) => at / DAY)).toEqual([10, 11, 12]);
  expect(days[0]?.hours[5]).toEqual(hour(10 * DAY + 5 * 3_600, 3, 4));
  expect(days[0]?.hours.filter((cell) => cell !== null)).toHaveLength(1);
  expect(days[1]?.hours).toEqual(new Array(24).fill(null));
});

test("an hour in which the node couldn't vote says nothing about it", () => {
  expect(toHeatDays([hour(0, 0, 0)])).toEqual([]);
  expect(sumOf([hour(0, 0, 0), hour(3_600, 3, 4)])).toEqual({ present: 3, counted: 4 });
});
