import { beforeEach, expect, test } from "vitest";
import { type Draft, dropDraft, keepDraft, readDraft } from "./draft.ts";

const KEY = `0x${"aB".repeat(32)}`;
const DRAFT: Draft = {
  step: "fee",
  text: {
    ...{ mode: "pool", beneficiary: "0x12", ownStake: "6250.5", fee: "0.2", start: "byHand" },
    reserved: [{ contributor: "0x", amount: "1." }],
  },
  pool: "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
};
beforeEach(() => localStorage.clear());

test("what is half typed survives, one draft for each key in any case", () => {
  keepDraft(localStorage, KEY, DRAFT);
  keepDraft(localStorage, `0x${"11".repeat(32)}`, { ...DRAFT, step: "node" });
  expect(readDraft(localStorage, KEY.toLowerCase())).toEqual(DRAFT);
  dropDraft(localStorage, KEY);
  expect(readDraft(localStorage, KEY)).toBeUndefined();
});

test("what another version has kept is left alone", () => {
  for (const text of ["{", "null", JSON.stringify({ step: "seven" }), JSON.stringify({ ...DRAFT, pool: "0x1" })]) {
    localStorage.setItem(`session.register.${KEY.toLowerCase()}`, text);
    expect(readDraft(localStorage, KEY)).toBeUndefined();
  }
});

test("a storage that takes nothing stops nothing", () => {
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  } as unknown as Storage;
  expect(() => keepDraft(full, KEY, DRAFT)).not.toThrow();
});
