import { expect, test } from "vitest";
import { isAt, placesOf } from "./navigation.ts";

test("a pool is under Stake, My stakes isn't, and everything isn't under the overview", () => {
  const at = (pathname: string) =>
    placesOf({ faucetUrl: null })
      .filter(({ href }) => isAt(href, pathname))
      .map(({ href }) => href);
  expect(at("/")).toEqual(["/"]);
  expect(at("/stake/0x12")).toEqual(["/stake"]);
  expect(at("/stakes")).toEqual(["/stakes"]);
  expect(at("/node/7")).toEqual([]);
});

test("the faucet is there only where tokens are given away", () => {
  const has = (faucetUrl: string | null) => placesOf({ faucetUrl }).some(({ href }) => href === "/faucet");
  expect([has(null), has("http://127.0.0.1:1")]).toEqual([false, true]);
});
