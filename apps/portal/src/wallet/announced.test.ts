import { expect, test } from "vitest";
import { safeIcon, safeName } from "./announced.ts";

test("only images that come along are shown", () => {
  expect(safeIcon(" data:image/svg+xml,<svg/>")).toBe("data:image/svg+xml,<svg/>");
  expect(safeIcon("data:image/png;base64,AA==")).toBe("data:image/png;base64,AA==");
  for (const icon of ["https://a.example/i.png", "javascript:1", "data:text/html,<b>", "data:image/svg", "//a.example"])
    expect(safeIcon(icon)).toBeUndefined();
  expect(safeIcon(`data:image/png;base64,${"A".repeat(100_000)}`)).toBeUndefined();
  expect(safeIcon(undefined)).toBeUndefined();
});

test("a name can't turn around what stands beside it, nor be nothing", () => {
  expect(safeName(" Good\u202e\u0000 Wallet\u200b ", "com.example")).toBe("Good Wallet");
  expect(safeName("\u200b\u2066", "com.example")).toBe("com.example");
});
