import { expect, test } from "vitest";
import { dayStart } from "./model.ts";

test("a day of rewards stands at its start in UTC", () => {
  expect(dayStart("1970-01-02")).toBe(86_400);
});
