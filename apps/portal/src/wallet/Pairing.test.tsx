import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Connector } from "wagmi";
import { Pairing } from "./Pairing.tsx";

afterEach(cleanup);

/** The part of a connector that tells of the pairing link. */
function connectorThatTells() {
  const listeners = new Set<(message: { type: string; data?: unknown }) => void>();
  const emitter = {
    on: (_: string, listener: (message: { type: string }) => void) => listeners.add(listener),
    off: (_: string, listener: (message: { type: string }) => void) => listeners.delete(listener),
  };
  const tell = (type: string, data: unknown) =>
    act(() => {
      for (const listener of listeners) listener({ type, data });
    });
  return { connector: { emitter } as unknown as Connector, tell, listeners };
}

test("the link is shown as a code and a link once it is known; nothing else passes for one", () => {
  const { connector, tell, listeners } = connectorThatTells();
  const { unmount } = render(<Pairing connector={connector} />);
  expect(screen.queryByRole("img")).toBeNull();
  tell("other", "wc:1");
  tell("display_uri", "javascript:alert(1)");
  expect(screen.queryByRole("link")).toBeNull();
  tell("display_uri", "wc:abc@2?relay-protocol=irn&symKey=12");
  expect(screen.getByRole("img").querySelector("path")?.getAttribute("d")?.length).toBeGreaterThan(1_000);
  expect(screen.getByRole("link").getAttribute("href")).toBe("wc:abc@2?relay-protocol=irn&symKey=12");
  unmount();
  expect(listeners.size).toBe(0);
});

test("servers that don't answer are said not to", () => {
  vi.useFakeTimers();
  render(<Pairing connector={connectorThatTells().connector} />);
  expect(screen.queryByText(/don't answer/)).toBeNull();
  act(() => vi.advanceTimersByTime(10_000));
  expect(screen.getByText(/don't answer/)).toBeTruthy();
  vi.useRealTimers();
});
