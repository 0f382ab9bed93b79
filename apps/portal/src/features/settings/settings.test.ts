import { expect, test } from "vitest";
import { forgetBurnerKey, readBurnerKey } from "../../wallet/burnerKey.ts";
import { clearLocalData } from "./localData.ts";
import { findUrlFault, healthOf, subscriptions } from "./subscriptions.ts";

const KEY = `0x${"1f".repeat(32)}`;

test("clearing leaves the burner's key, and only that; forgetting it is another act", () => {
  localStorage.clear();
  for (const name of ["session.watched", "session-theme", "wagmi.store"]) localStorage.setItem(name, "x");
  localStorage.setItem("session.burner.key", KEY);
  clearLocalData(localStorage);
  expect(Object.keys(localStorage)).toEqual(["session.burner.key"]);
  expect(readBurnerKey(localStorage)).toBe(KEY);
  forgetBurnerKey(localStorage);
  expect(localStorage.length).toBe(0);
});

test("a webhook's URL is http or https, without a password in it", () => {
  expect(findUrlFault(" ")).toBe("empty");
  for (const url of ["hooks.example", "ftp://a.example", "javascript:1", "https://u:p@a.example"])
    expect(findUrlFault(url)).toBe("notAUrl");
  expect(findUrlFault("https://a.example/hook?x=1")).toBeUndefined();
});

test("a webhook that was switched off isn't said to fail", () => {
  expect(healthOf({ failingSince: 1, disabledAt: 2 })).toBe("off");
  expect(healthOf({ failingSince: 1, disabledAt: null })).toBe("fails");
  expect(healthOf({ failingSince: null, disabledAt: null })).toBe("works");
});

test("what isn't a subscription isn't read as one", () => {
  const good = { id: `0x${"ab".repeat(16)}`, address: `0x${"11".repeat(20)}`, url: "https://a.example" };
  localStorage.setItem("session.alerts", JSON.stringify([good, { ...good, id: "1" }, { ...good, address: "me" }, 5]));
  expect(subscriptions.read()).toEqual([good]);
  localStorage.clear();
});
