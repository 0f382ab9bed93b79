import { beforeEach, expect, test } from "vitest";
import { keepLocale, offeredLocales, readLocale } from "./localeChoice.ts";

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
} as Storage;
const dev = offeredLocales({ devLocales: true, burnerWallet: false });
beforeEach(() => kept.clear());

test("pseudo-locales are offered for development only", () => {
  expect(offeredLocales({ devLocales: false, burnerWallet: false })).toEqual(["en"]);
  expect(dev).toContain("ar-XB");
  expect(offeredLocales({ devLocales: false, burnerWallet: true })).toEqual(dev);
});

test("the address comes before the choice of before, and neither gets what isn't offered", () => {
  expect(readLocale(dev, "", storage)).toBe("en");
  keepLocale("en-XA", storage);
  expect(readLocale(dev, "", storage)).toBe("en-XA");
  expect(readLocale(dev, "?locale=ar-XB", storage)).toBe("ar-XB");
  expect(readLocale(dev, "?locale=tlh", storage)).toBe("en-XA");
  expect(readLocale(["en"], "?locale=ar-XB", storage)).toBe("en");
});
