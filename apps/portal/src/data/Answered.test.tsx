import { SdkError } from "@session/sdk";
import { I18nProvider } from "@session/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Answered } from "./Answered.tsx";

afterEach(cleanup);

const GONE = new SdkError({ code: "API_UNREACHABLE", url: "http://x", reason: "x" }, "x");
const show = (query: Partial<UseQueryResult<string>>) =>
  render(
    <I18nProvider locale="en">
      <Answered query={{ data: undefined, error: null, isFetching: false, ...query } as UseQueryResult<string>}>
        {(data) => <p>{data}</p>}
      </Answered>
    </I18nProvider>,
  );

test("an error without data has words and Try again", () => {
  const refetch = vi.fn();
  show({ error: GONE, refetch });
  expect(screen.getByRole("alert").textContent).toContain("The server doesn't answer.");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(refetch).toHaveBeenCalledOnce();
});

test("data whose renewal failed stays, with its age and the reason", () => {
  show({ data: "figures", error: GONE, dataUpdatedAt: Date.now() - 65_000 });
  expect(screen.getByText("figures")).toBeTruthy();
  const told = screen.getByRole("status").textContent;
  expect(told).toContain("What you see is 1 minute 5 seconds old.");
  expect(told).toContain("The server doesn't answer.");
});

test("data without an error stands alone", () => {
  show({ data: "figures" });
  expect(screen.queryByRole("status")).toBeNull();
});
