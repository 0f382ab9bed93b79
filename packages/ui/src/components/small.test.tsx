import { nodeStates } from "@session/sdk/indexer-api";
import { act, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { uiMessages } from "../i18n/english.ts";
import { I18nProvider } from "../i18n/I18nProvider.tsx";
import { Address } from "./Address.tsx";
import { Banner } from "./Banner.tsx";
import { Button, ButtonLink } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { ErrorState } from "./ErrorState.tsx";
import { Fact, Facts } from "./Fact.tsx";
import { Key } from "./Key.tsx";
import { LinkProvider } from "./Link.tsx";
import { Meter } from "./Meter.tsx";
import { StatePill } from "./StatePill.tsx";
import { Steps } from "./Steps.tsx";
import { Tabs } from "./Tabs.tsx";
import { Time } from "./Time.tsx";
import { ToastProvider, useToast } from "./Toast.tsx";
import { Tooltip } from "./Tooltip.tsx";

const ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

function Shower() {
  const toast = useToast();
  return <Button onClick={() => toast({ tone: "danger", title: "Refused", children: "Balance too low." })}>Go</Button>;
}

describe("Address and Key", () => {
  it("writes the checksum, shortened, and copies the whole", async () => {
    const user = userEvent.setup();
    render(<Address value={ADDRESS.toLowerCase()} />);
    expect(screen.getByText("0x5aAeb6…eAed")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Copy address 0x5aAeb6…eAed" }));
    expect(await navigator.clipboard.readText()).toBe(ADDRESS);
    expect(screen.getByRole("status").textContent).toBe("Copied");
  });

  it("says when copying failed", async () => {
    const user = userEvent.setup();
    render(<Key value="ed25519" thing="node key" />);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
    await user.click(screen.getByRole("button", { name: "Copy node key ed25519" }));
    expect(screen.getByRole("status").textContent).toBe("Copying failed. Select the text and copy it by hand.");
  });

  it("shows a label and links through the app's router; other sites open apart", () => {
    render(
      <LinkProvider
        component={({ href, children, ...rest }) => (
          <a {...rest} href={`/routed${href}`}>
            {children}
          </a>
        )}
      >
        <Address value={ADDRESS} label="you" href="/address/1" />
        <Key value="0xabc" href="https://example.org/tx" copy={false} />
      </LinkProvider>,
    );
    expect(screen.getByRole("link", { name: "you" }).getAttribute("href")).toBe("/routed/address/1");
    expect(screen.getByRole("link", { name: "0xabc" }).getAttribute("target")).toBe("_blank");
  });
});

describe("StatePill", () => {
  it.each([...nodeStates, "deregistered" as const])("4-6: %s has a word and a sentence", (state) => {
    render(<StatePill state={state} />);
    const word = uiMessages.messages[`state.${state}`];
    expect(screen.getByText(word).title).toBe(uiMessages.messages[`stateHelp.${state}`]);
  });
});

describe("Button", () => {
  it("takes no press while it works, and keeps the focus", async () => {
    const onClick = vi.fn();
    const user = userEvent.setup();
    const { rerender } = render(<Button onClick={onClick}>Claim</Button>);
    await user.click(screen.getByRole("button", { name: "Claim" }));
    rerender(
      <Button onClick={onClick} busy>
        Claim
      </Button>,
    );
    await user.keyboard("{Enter}");
    expect(onClick).toHaveBeenCalledOnce();
    expect(document.activeElement?.getAttribute("aria-busy")).toBe("true");
  });

  it("as a link goes somewhere", () => {
    render(<ButtonLink href="/stake">Stake</ButtonLink>);
    expect(screen.getByRole("link", { name: "Stake" }).getAttribute("href")).toBe("/stake");
  });
});

describe("messages", () => {
  it("a problem is announced at once, a note when there is time; the word comes before the colour", () => {
    render(<Banner tone="danger" title="Paused" />);
    render(<Banner tone="warn" title="Late" />);
    expect(screen.getByRole("alert").textContent).toBe("Problem: Paused");
    expect(screen.getByRole("status").textContent).toBe("Attention: Late");
  });

  it("an error says what happened, why, and the code; retries", async () => {
    const onRetry = vi.fn();
    render(
      <ErrorState title="The pool is full" code="POOL_FULL" onRetry={onRetry}>
        Find another one.
      </ErrorState>,
    );
    expect(screen.getByRole("alert").textContent).toContain("The pool is fullFind another one.Code: POOL_FULL");
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("a toast is announced and closed", async () => {
    const user = userEvent.setup();
    render(
      <ToastProvider>
        <Shower />
      </ToastProvider>,
    );
    await user.click(screen.getByRole("button", { name: "Go" }));
    expect(screen.getByText("Balance too low.")).toBeTruthy();
    // By keyboard: jsdom has no pointer capture, which Radix's swiping asks for.
    screen.getByRole("button", { name: "Close" }).focus();
    await user.keyboard("{Enter}");
    expect(screen.queryByText("Balance too low.")).toBeNull();
  });
});

describe("Dialog", () => {
  it("is named and described, and gives the focus back", async () => {
    const onOpenChange = vi.fn();
    const user = userEvent.setup();
    const dialog = (open: boolean) => (
      <>
        <button type="button">Before</button>
        <Dialog open={open} onOpenChange={onOpenChange} title="Claim" description="It costs 0.0001 ETH." />
      </>
    );
    const { rerender } = render(dialog(false));
    expect(screen.queryByRole("dialog")).toBeNull();
    screen.getByRole("button", { name: "Before" }).focus();
    rerender(dialog(true));
    const shown = screen.getByRole("dialog", { name: "Claim" });
    expect(document.getElementById(shown.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
      "It costs 0.0001 ETH.",
    );
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
    rerender(dialog(false));
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Before" }));
  });

  it("Escape, which the browser turns into `cancel`, asks the caller to close", () => {
    const onOpenChange = vi.fn();
    render(<Dialog open onOpenChange={onOpenChange} title="Claim" />);
    const cancel = new Event("cancel", { cancelable: true });
    act(() => void screen.getByRole("dialog").dispatchEvent(cancel));
    expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
    expect(cancel.defaultPrevented).toBe(true);
  });
});

describe("Tabs and Tooltip", () => {
  const tabs = [
    { value: "a" as const, label: "First", content: "one" },
    { value: "b" as const, label: "Second", content: "two" },
  ];

  it.each([
    ["en", "{ArrowRight}"],
    ["he", "{ArrowLeft}"],
  ])("arrows walk the tabs, mirrored right to left (%s)", async (locale, key) => {
    const onChange = vi.fn();
    const user = userEvent.setup();
    render(
      <I18nProvider locale={locale}>
        <Tabs label="Views" tabs={tabs} value="a" onChange={onChange} />
      </I18nProvider>,
    );
    await user.tab();
    await user.keyboard(key);
    expect(onChange).toHaveBeenLastCalledWith("b");
    expect(screen.getByRole("tabpanel", { name: "First" }).textContent).toBe("one");
  });

  it("a tooltip opens by keyboard and closes by Escape", async () => {
    const user = userEvent.setup();
    render(<Tooltip text="What a stake earns in a year.">APR</Tooltip>);
    await user.tab();
    expect(screen.getByRole("tooltip").textContent).toBe("What a stake earns in a year.");
    expect(screen.getByRole("button", { name: "APR" }).getAttribute("aria-describedby")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("tooltip")).toBeNull();
  });

  it("a tooltip lets the pointer go over to its text, and closes behind it", async () => {
    const user = userEvent.setup();
    render(<Tooltip text="What a stake earns in a year.">APR</Tooltip>);
    await user.hover(screen.getByRole("button", { name: "APR" }));
    const bubble = await screen.findByRole("tooltip");
    await user.hover(bubble);
    expect(screen.getByRole("tooltip")).toBe(bubble);
    await user.unhover(bubble);
    await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  });
});

describe("figures", () => {
  it("a fact says its age and source, and when it is too old", () => {
    render(
      <Facts>
        <Fact label="Pool" value="62.9 M" ageSec={720} staleAfterSec={60} source="indexer" />
      </Facts>,
    );
    expect(screen.getByRole("term").textContent).toBe("Pool");
    expect(screen.getAllByRole("definition").map(({ textContent }) => textContent)).toEqual([
      "62.9 M",
      "12 min ago · out of date · Source: indexer",
    ]);
  });

  it("a meter speaks its text, not its share", () => {
    render(<Meter label="Pool" value={18_750n} max={25_000n} text="18,750 of 25,000 SESH" />);
    const meter = screen.getByRole("meter", { name: "Pool" });
    expect(meter.getAttribute("aria-valuetext")).toBe("18,750 of 25,000 SESH");
    expect(meter.getAttribute("aria-valuenow")).toBe("75");
  });

  it("a time is local, with UTC on hover", () => {
    render(
      <I18nProvider locale="en-GB" timeZone="Asia/Tokyo">
        <Time at={1_795_000_000} />
      </I18nProvider>,
    );
    const time = screen.getByText("18 Nov 2026, 20:06");
    expect(time.title).toBe("2026-11-18 11:06:40 UTC");
  });

  it("4-1: steps say what is done, runs, waits and failed, in words", () => {
    render(
      <Steps
        steps={[
          { id: "1", title: "Mined", state: "done" },
          { id: "2", title: "Seen", state: "running" },
          { id: "3", title: "Final", state: "failed", detail: "Rejected: too old." },
        ]}
      />,
    );
    const items = screen.getAllByRole("listitem");
    expect(items.map(({ textContent }) => textContent)).toEqual([
      "Mineddone",
      "Seenin progress",
      "FinalfailedRejected: too old.",
    ]);
    expect(items.map((item) => item.getAttribute("aria-current"))).toEqual([null, "step", null]);
  });
});
