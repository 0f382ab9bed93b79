import { I18nProvider } from "@session/ui";
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { DetailText } from "./DetailText.tsx";

afterEach(cleanup);

const textOf = (detail: Readonly<Record<string, unknown>>) =>
  render(
    <I18nProvider locale="en" timeZone="UTC">
      <DetailText detail={detail} />
    </I18nProvider>,
  ).container.textContent;

test("a lock that isn't there is left out; one that is has its end", () => {
  expect(textOf({ returned: "25000000000000", lockedUntil: "0" })).toMatch(/^returned 25,000\s?SESH$/);
  expect(textOf({ lockedUntil: "1800000000" })).toBe("locked until Jan 15, 2027, 8:00 AM");
});
