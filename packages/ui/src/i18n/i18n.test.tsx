import { render, screen } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { defineMessages } from "./defineMessages.ts";
import { uiMessages } from "./english.ts";
import { argumentsOf, findMessageFaults } from "./findMessageFaults.ts";
import { I18nProvider, useLocale, useT } from "./I18nProvider.tsx";
import { directionOf, toPseudo } from "./pseudoLocale.ts";
import { translator } from "./translate.ts";

const messages = defineMessages("test", {
  join: "Join with {amount}",
  others: "{count, plural, =0 {nobody else} one {# other} other {# others}}",
  link: "See <a>the transaction</a> of {who}",
});

function Shown() {
  const t = useT(messages);
  const { locale, direction } = useLocale();
  return <p>{`${t("join", { amount: "1" })} ${locale} ${direction}`}</p>;
}

describe("translator", () => {
  const t = translator(messages.messages, undefined, "en");

  it("fills in values and plurals", () => {
    expect(t("join", { amount: "25 SESH" })).toBe("Join with 25 SESH");
    expect(t("others", { count: 0 })).toBe("nobody else");
    expect(t("others", { count: 3 })).toBe("3 others");
  });

  it("takes the catalogue's keys only", () => {
    expectTypeOf(t).parameter(0).toEqualTypeOf<"join" | "others" | "link">();
  });

  it("shows English where a translation lacks a key, with English plurals", () => {
    const german = translator(messages.messages, { join: "Mit {amount} beitreten" }, "de");
    expect(german("join", { amount: "5 SESH" })).toBe("Mit 5 SESH beitreten");
    expect(german("others", { count: 1 })).toBe("1 other");
  });

  it("puts nodes into rich messages, none of which React asks a key for", () => {
    const complaint = vi.spyOn(console, "error");
    render(<p>{t.rich("link", { a: (chunks) => <a href="/tx">{chunks}</a>, who: <b>you</b> })}</p>);
    expect(screen.getByRole("link", { name: "the transaction" })).toBeTruthy();
    expect(screen.getByText("you").tagName).toBe("B");
    expect(complaint).not.toHaveBeenCalled();
    complaint.mockRestore();
  });
});

describe("I18nProvider", () => {
  it("is English without a provider", () => {
    render(<Shown />);
    expect(screen.getByText("Join with 1 en ltr")).toBeTruthy();
  });

  it("finds translations by the catalogue's name, and sets language and direction of the page", () => {
    render(
      <I18nProvider locale="he" translations={{ test: { join: "הצטרפות {amount}" } }}>
        <Shown />
      </I18nProvider>,
    );
    expect(screen.getByText("הצטרפות 1 he rtl")).toBeTruthy();
    expect(document.documentElement.lang).toBe("he");
    expect(document.documentElement.dir).toBe("rtl");
  });

  it("formats as English in a pseudo-locale", () => {
    render(
      <I18nProvider locale="ar-XB">
        <Shown />
      </I18nProvider>,
    );
    expect(screen.getByText("[Ĵöîñ ŵîţĥ 1 ~~~~~~] en rtl")).toBeTruthy();
  });
});

describe("pseudo-locale", () => {
  it("accents text, keeps arguments and tags, is a third longer", () => {
    expect(toPseudo("Join with {amount}")).toBe("[Ĵöîñ ŵîţĥ {amount} ~~~~~~]");
    expect(toPseudo("{n, plural, one {# row} other {# rows}}")).toContain("one {# ŕöŵ} other {# ŕöŵš}");
    expect(toPseudo("See <a>it</a>")).toMatch(/<a>îţ<\/a>/);
  });

  it("keeps every message well-formed, with the same arguments", () => {
    for (const message of Object.values({ ...uiMessages.messages, ...messages.messages }))
      expect(argumentsOf(toPseudo(message))).toEqual(argumentsOf(message));
  });

  it("lets no plain letter through", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z ,.]{1,40}$/), (text) => {
        expect(toPseudo(text)).not.toMatch(/[A-Za-z]/);
        expect(toPseudo(text).length).toBeGreaterThan(text.length * 1.3);
      }),
    );
  });

  it("knows directions by language", () => {
    expect(["ar", "he-IL", "fa", "ar-XB"].map(directionOf)).toEqual(["rtl", "rtl", "rtl", "rtl"]);
    expect(["en", "de-CH", "ja", "en-XA"].map(directionOf)).toEqual(["ltr", "ltr", "ltr", "ltr"]);
  });
});

describe("findMessageFaults", () => {
  it("has nothing to say of the package's own words", () => {
    expect(findMessageFaults(uiMessages)).toEqual([]);
  });

  it("names what is malformed, unknown, missing and has other placeholders", () => {
    const broken = defineMessages("broken", { open: "a {b", plain: "a {b}", kept: "{n, plural, other {#}}" });
    expect(findMessageFaults(broken)).toEqual([{ key: "open", code: "MESSAGE_MALFORMED" }]);
    expect(findMessageFaults(messages, { join: "Mit {betrag}", others: "{count", extra: "x" })).toEqual([
      { key: "link", code: "MESSAGE_MISSING" },
      { key: "join", code: "MESSAGE_ARGUMENTS" },
      { key: "others", code: "MESSAGE_MALFORMED" },
      { key: "extra", code: "MESSAGE_UNKNOWN" },
    ]);
  });
});
