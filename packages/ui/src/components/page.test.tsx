import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { Button } from "./Button.tsx";
import { Page } from "./Page.tsx";
import { ThemeToggle } from "./ThemeToggle.tsx";
import { restoreTheme } from "./theme.ts";

describe("the page", () => {
  afterEach(() => {
    localStorage.clear();
    delete document.documentElement.dataset.theme;
  });

  it("starts with a link to the content, and marks where the reader is", async () => {
    const user = userEvent.setup();
    render(
      <Page brand="Session" nav={[{ href: "/stake", label: "Stake", current: true }]}>
        <p>Content</p>
      </Page>,
    );
    await user.tab();
    expect(document.activeElement?.textContent).toBe("Skip to content");
    expect(document.activeElement?.getAttribute("href")).toBe(`#${screen.getByRole("main").id}`);
    expect(screen.getByRole("link", { name: "Stake" }).getAttribute("aria-current")).toBe("page");
  });

  it("keeps minor pages under a button that Escape, a link and leaving close", async () => {
    const user = userEvent.setup();
    const nav = [
      { href: "/stake", label: "Stake" },
      { href: "#settings", label: "Settings", minor: true },
    ];
    render(
      <Page brand="Session" nav={nav} actions={<Button>Connect</Button>}>
        <p>Content</p>
      </Page>,
    );
    const more = screen.getByRole("button", { name: "More" });
    const settings = () => screen.queryAllByRole("link", { name: "Settings" });
    expect(settings()).toHaveLength(0);
    await user.click(more);
    expect(more.getAttribute("aria-expanded")).toBe("true");
    expect(settings()).toHaveLength(1);
    await user.tab();
    expect(document.activeElement).toBe(settings()[0]);
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(more);
    expect(settings()).toHaveLength(0);
    await user.click(more);
    await user.click(screen.getByRole("link", { name: "Settings" }));
    expect(settings()).toHaveLength(0);
    await user.click(more);
    await user.click(screen.getByRole("button", { name: "Connect" }));
    expect(settings()).toHaveLength(0);
  });

  it("the theme goes round, is remembered, and comes back", async () => {
    const user = userEvent.setup();
    render(<ThemeToggle />);
    await user.click(screen.getByRole("button", { name: "Theme: as the system. Change to light" }));
    await user.click(screen.getByRole("button", { name: "Theme: light. Change to dark" }));
    expect(document.documentElement.dataset.theme).toBe("dark");
    delete document.documentElement.dataset.theme;
    restoreTheme();
    expect(document.documentElement.dataset.theme).toBe("dark");
    await user.click(screen.getByRole("button", { name: /^Theme/ }));
    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(localStorage).toHaveLength(0);
  });
});
