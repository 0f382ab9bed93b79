import { expect, test } from "vitest";
import { findWatchFault, watchedStore, withLabel, withWatched } from "./watched.ts";

const ONE = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const TWO = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";

test("an address is watched once, whatever the case of its letters", () => {
  const list = withWatched([], ` ${ONE.toLowerCase()} `, " grant ");
  expect(list).toEqual([{ address: ONE, label: "grant" }]);
  expect(findWatchFault(list, ONE)).toBe("known");
  expect(withWatched(list, ONE, "again")).toBe(list);
  expect(withLabel(list, ONE, " other ")).toEqual([{ address: ONE, label: "other" }]);
});

test("what is wrong is named, a letter's case that breaks the checksum too", () => {
  expect(findWatchFault([], " ")).toBe("empty");
  expect(findWatchFault([], "0x12")).toBe("notAnAddress");
  expect(findWatchFault([], ONE.replace("dC", "Dc"))).toBe("wrongChecksum");
  expect(
    findWatchFault(
      Array.from({ length: 50 }, () => ({ address: TWO, label: "" })),
      ONE,
    ),
  ).toBe("tooMany");
});

test("what was stored by anything else is left out", () => {
  localStorage.setItem("session.watched", JSON.stringify([{ address: TWO.toLowerCase() }, { address: 7 }, null, "x"]));
  expect(watchedStore.read()).toEqual([{ address: TWO, label: "" }]);
  localStorage.clear();
});
