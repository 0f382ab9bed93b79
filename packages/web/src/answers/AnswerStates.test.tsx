import { I18nProvider } from "@session/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { AnswerStates } from "./AnswerStates.tsx";

afterEach(cleanup);

const GONE = new Error("gone");
const explain = (error: unknown) => ({
  what: error === GONE ? "The server doesn't answer." : "?",
  next: "Wait.",
  code: "GONE",
});
const show = (query: Partial<UseQueryResult<string>>) =>
  render(
    <I18nProvider locale="en">
      <AnswerStates
        query={{ data: undefined, error: null, isFetching: false, ...query } as UseQueryResult<string>}
        explain={explain}
      >
        {(data) => <p>{data}</p>}
      </AnswerStates>
    </I18nProvider>,
  );

test("an error without data has words, a code and Try again", () => {
  const refetch = vi.fn();
  show({ error: GONE, refetch });
  expect(screen.getByRole("alert").textContent).toContain("The server doesn't answer.");
  expect(screen.getByRole("alert").textContent).toContain("GONE");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(refetch).toHaveBeenCalledOnce();
});

test("data whose renewal failed stays, with its age and the reason", () => {
  show({ data: "figures", error: GONE, dataUpdatedAt: Date.now() - 65_000 });
  expect(screen.getByText("figures")).toBeTruthy();
  const told = screen.getByRole("status").textContent;
  expect(told).toContain("What you see is 1 minute 5 seconds old.");
  expect(told).toContain("The server doesn't answer. Wait.");
});

test("data without an error stands alone", () => {
  show({ data: "figures" });
  expect(screen.queryByRole("status")).toBeNull();
});
