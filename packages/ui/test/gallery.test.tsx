import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { Gallery } from "../preview/Gallery.tsx";
import { I18nProvider, ToastProvider } from "../src/index.ts";

// axe without contrast, which needs layout: tokens.test.ts has that.
async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function show(locale: string) {
  render(
    <I18nProvider locale={locale}>
      <ToastProvider>
        <Gallery />
      </ToastProvider>
    </I18nProvider>,
  );
  // The charts' code is fetched on first use.
  await waitFor(() => expect(document.querySelectorAll(".recharts-wrapper")).toHaveLength(2), { timeout: 30_000 });
}

describe("every component", () => {
  it("axe finds a fault that is planted", async () => {
    document.body.innerHTML = '<main><img src="/x.png"></main>';
    const found = await violations();
    document.body.replaceChildren();
    expect(found).toEqual([expect.stringContaining("image-alt")]);
  });

  it("is clean by axe, and brings no stylesheet of its own", async () => {
    await show("en");
    expect(await violations()).toEqual([]);
    expect(document.querySelectorAll("style")).toHaveLength(0);
  });

  it("is clean right to left", async () => {
    await show("ar-XB");
    expect(document.documentElement.dir).toBe("rtl");
    expect(await violations()).toEqual([]);
  });

  it("is clean with an open dialog, a toast and many rows", async () => {
    const user = userEvent.setup();
    await show("en");
    await user.click(screen.getByRole("button", { name: "Show a toast" }));
    await user.click(screen.getByRole("tab", { name: "Many" }));
    await user.click(screen.getByRole("button", { name: "Open the dialog" }));
    expect(screen.getByRole("dialog", { name: "Claim 88.12 SESH" })).toBeTruthy();
    expect(await violations()).toEqual([]);
    expect(document.querySelectorAll("style")).toHaveLength(0);
  });
});
