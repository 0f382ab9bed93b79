import type { NodeDetail } from "@session/sdk/indexer-api";
import { I18nProvider } from "@session/ui";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { NodeChecks } from "./NodeChecks.tsx";

afterEach(cleanup);

const show = (node: Partial<NodeDetail>) =>
  render(
    <I18nProvider locale="en">
      <NodeChecks node={{ lastDecommission: null, chain: { forkVersion: 2 }, ...node } as NodeDetail} />
    </I18nProvider>,
  );

test("a verdict is told with its block and its reason in words", () => {
  show({ lastDecommission: { at: 1_800_000_000, height: 77, reason: "not-ready" } });
  expect(screen.getByRole("link", { name: "block 77" }).getAttribute("href")).toBe("/blocks/77");
  expect(screen.getByText("it never said that it was ready")).toBeTruthy();
});

test("a reason without words here is shown as it is, a missing one is said", () => {
  show({ lastDecommission: { at: 1_800_000_000, height: 77, reason: "storage" } });
  expect(screen.getByText("storage")).toBeTruthy();
  cleanup();
  show({ lastDecommission: { at: 1_800_000_000, height: 77, reason: null } });
  expect(screen.getByText("none was given")).toBeTruthy();
});

test("a node that was never out of service has no reason, and why nothing else is there is said", () => {
  show({});
  expect(screen.getByText("never")).toBeTruthy();
  expect(screen.queryByText("Reason")).toBeNull();
  expect(screen.getByText("2")).toBeTruthy();
  expect(screen.getByText("This network draws no test rounds yet")).toBeTruthy();
});
