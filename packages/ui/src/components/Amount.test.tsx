import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Amount } from "./Amount.tsx";

it("4-amounts: cuts visibly, keeps the full value for hover and machines", () => {
  const { container } = render(<Amount value={1_204_553_112_345n} copy />);
  expect(container.querySelector("data")?.getAttribute("value")).toBe("1204.553112345");
  expect(container.querySelector("data")?.getAttribute("title")).toBe("1,204.553112345 SESH");
  expect(container.textContent).toContain("≈ 1,204.5531SESH");
  expect(screen.getByRole("button", { name: "Copy 1,204.553112345 SESH" })).toBeTruthy();
});
